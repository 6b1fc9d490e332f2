package dev.opspipeline.exit;

import java.time.Instant;

/**
 * One step in the life of a position.
 *
 * @param at market time
 * @param detail the numbers, for a person
 */
public record PositionEvent(Instant at, Step step, String detail) {

    /** What happened. */
    public enum Step {
        /** Units came in. */
        OPENED,
        /** It was given its levels and deadlines. */
        PLANNED,
        /** A reason to close it came true. */
        TRIGGERED,
        /** A closing order was sent. */
        ORDERED,
        /** A closing order executed. */
        FILLED,
        /** The broker took executions back, or changed them. */
        CORRECTED,
        /** A closing order ended without doing all it was sent for. */
        FAILED,
        /** Nothing is left. */
        GONE
    }
}
