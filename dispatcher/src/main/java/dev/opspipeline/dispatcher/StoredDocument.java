package dev.opspipeline.dispatcher;

import java.time.Instant;

/**
 * A document of limits as the parameter store holds it.
 *
 * @param version rises with each write, and starts again at 1 when the parameter was deleted and made again
 * @param writtenAt when this version was written (wall time): what orders versions when their numbers cannot
 * @param text as the operator wrote it, comments included
 */
public record StoredDocument(String parameter, long version, Instant writtenAt, String text) {

    static final String SHARED_PARAMETER = "/ops-pipeline/dispatcher_config";

    boolean isShared() {
        return parameter.equals(SHARED_PARAMETER);
    }
}
