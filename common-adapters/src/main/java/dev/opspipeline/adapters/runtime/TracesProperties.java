package dev.opspipeline.adapters.runtime;

import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who is told of traces.
 *
 * @param endpoint where a collector takes OTLP over HTTP; empty for nobody
 */
@Validated
@ConfigurationProperties("traces")
record TracesProperties(
        @Pattern(
                regexp = ADDRESS,
                message =
                        "TRACES_ENDPOINT must be an http or https address with a path, and without credentials or a query,"
                                + " as in http://127.0.0.1:4318/v1/traces")
        @DefaultValue("")
        String endpoint) {

    private static final String HOST = "([A-Za-z0-9][A-Za-z0-9.-]*|\\[[0-9A-Fa-f:]+\\])";
    private static final String PORT = "(\\d{1,4}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])";
    private static final String ADDRESS = "(https?://" + HOST + "(:" + PORT + ")?/[A-Za-z0-9._~/-]+)?";
}
