package dev.opspipeline.signal;

import org.jspecify.annotations.Nullable;

/** What a rule makes of one bar: buy, or hold with a reason; always with the factors it weighed. */
public sealed interface Opinion {

    /**
     * Buy now.
     *
     * @param score conviction, above 0 and at most 5
     */
    record Buy(Action action, Strategy strategy, double score, Confidence breakdown) implements Opinion {}

    /** Leave it; no breakdown when the rule found no direction to have confidence in. */
    record Pass(HoldReason reason, @Nullable Confidence breakdown) implements Opinion {}
}
