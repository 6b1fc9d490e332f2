package dev.opspipeline.contract;

import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * One contract that was looked at for an entry, and what was thought of it. What nobody reported is null.
 *
 * @param bid dollars per share
 * @param ask dollars per share
 * @param score 0..1, higher is better; null when the contract could not be bought at any price
 * @param verdict {@code chosen}, or why not
 */
public record Candidate(
        OptionContract contract,
        @Nullable Money bid,
        @Nullable Money ask,
        @Nullable Double delta,
        @Nullable Long volume,
        @Nullable Long openInterest,
        @Nullable Double score,
        String verdict) {}
