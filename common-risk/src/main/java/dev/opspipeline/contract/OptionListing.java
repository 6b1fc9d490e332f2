package dev.opspipeline.contract;

import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Quote;
import org.jspecify.annotations.Nullable;

/**
 * What the market knows of one contract. What nobody reported is null: unknown, never zero.
 *
 * @param delta signed, -1..1
 * @param volume contracts traded today
 * @param openInterest contracts open at yesterday's close
 * @param tradable the broker accepts orders in it and it stands for 100 shares
 */
public record OptionListing(
        OptionContract contract,
        @Nullable Quote quote,
        @Nullable Double delta,
        @Nullable Long volume,
        @Nullable Long openInterest,
        boolean tradable) {}
