package dev.opspipeline.dispatcher;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of something the parameter store said about an account's limits, for whoever made the edit.
 *
 * @param event as in {@code config.refused}
 * @param version the version it is about
 * @param before the version in force when it was judged
 * @param document what was judged; null where there was none
 * @param details each change, reason or warning
 * @param alarming somebody should look at it
 */
public record LimitsVerdict(
        String event,
        String version,
        String before,
        @Nullable StoredDocument document,
        List<String> details,
        boolean alarming) {

    static final String ACCEPTED = "config.accepted";
    static final String WAITING = "config.waiting";
    static final String REFUSED = "config.refused";
    static final String SUPERSEDED = "config.superseded";
    static final String DELETED = "config.deleted";
    static final String MISSING = "config.missing";
    static final String SHARED = "config.shared";
    static final String TABLE = "config.table";
    static final String UNREADABLE = "config.unreadable";
    static final String READABLE = "config.readable";
    static final String EXPIRED = "config.expired";
    static final String KILL_SWITCH = "kill_switch";

    public LimitsVerdict {
        details = List.copyOf(details);
    }

    /** For a person. {@code writer} is who wrote the document, empty when the store does not say. */
    public String words(String writer) {
        String by = writer.isEmpty() ? "" : " by " + writer;
        String what = String.join("; ", details);
        return switch (event) {
            case ACCEPTED -> "version %s over %s%s%s".formatted(version, before, by, what.isEmpty() ? "" : ": " + what);
            case KILL_SWITCH -> what;
            default -> "version %s%s: %s; in force: %s".formatted(version, by, what, before);
        };
    }
}
