package dev.opspipeline.sandbox.view;

import java.time.Instant;

/**
 * A moment of the day, in words.
 *
 * @param at market time
 * @param tier whose account; empty when it concerns all
 */
public record Happening(Instant at, String tier, Kind kind, String text) {

    /** What kind of moment it is: decides where and in which colour it is shown. */
    public enum Kind {
        RECOMMENDATION("signal"),
        ENTRY("entry"),
        FILL("bought"),
        GAIN("closed"),
        LOSS("closed"),
        REFUSAL("no"),
        LIMITS("limits"),
        LIMITS_REFUSED("limits"),
        WARNING("warning"),
        NOTICE("");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** One word in front of the text; may be empty. */
        public String word() {
            return word;
        }
    }
}
