package dev.opspipeline.signal;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * How nervous the market as a whole is, as an index measures it. Answers from memory at once; equal questions get equal
 * answers, or replays would differ.
 */
@FunctionalInterface
public interface VolatilityIndex {

    /** No source: nothing is known, and nothing is changed by it. */
    VolatilityIndex NONE = at -> OptionalDouble.empty();

    /** The level at a market time; empty when it is not known. */
    OptionalDouble level(Instant at);
}
