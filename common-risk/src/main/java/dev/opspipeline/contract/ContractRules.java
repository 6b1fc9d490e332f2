package dev.opspipeline.contract;

import dev.opspipeline.money.Fraction;
import java.time.Duration;

/**
 * What a contract must meet before it may be bought.
 *
 * @param maxSpread widest spread, as a share of the mid
 * @param minVolume contracts traded today; enough of these or of the open interest will do
 * @param minOpenInterest contracts open at yesterday's close
 * @param minDelta smallest size of the delta
 * @param maxQuoteAge longest time since the source last reported the quote
 */
public record ContractRules(
        Fraction maxSpread, long minVolume, long minOpenInterest, Fraction minDelta, Duration maxQuoteAge) {

    /** Longest time since a quote changed at its source, however often it was repeated since. */
    public static final Duration MAX_QUOTE_STAMP_AGE = Duration.ofMinutes(2);
}
