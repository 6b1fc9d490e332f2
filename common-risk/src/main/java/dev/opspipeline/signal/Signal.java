package dev.opspipeline.signal;

/** What one bar led to. There is no third outcome: a bar that led to nothing says why. */
public sealed interface Signal {

    /** A proposal to every account. */
    record Recommended(Recommendation recommendation) implements Signal {}

    /** No proposal, and why not. */
    record Held(Hold hold) implements Signal {}
}
