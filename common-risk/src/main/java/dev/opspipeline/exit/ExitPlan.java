package dev.opspipeline.exit;

import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When one position will be closed, frozen when it was opened: levels in premium, times as instants.
 *
 * @param entryPrice average premium paid, dollars per share
 * @param openedAt market time of the first fill
 * @param stopAt closes when the bid stands at or below it
 * @param targetAt closes when the bid is at or above it
 * @param trailing the stop that follows a gain; null where it is off
 * @param maxHoldAt closes from here on
 * @param endOfDayAt closes a day trade from here on; null for a swing
 * @param overnightLossAt closes a losing small-account swing from here on, and at the same time of later sessions; null
 *     where that rule is off
 * @param expirationRiskAt closes from here on, lest the contract expire in the account; null for a stock
 * @param origin whether these are the numbers of the entry, or were made again from the broker's records
 */
public record ExitPlan(
        Strategy strategy,
        Money entryPrice,
        Instant openedAt,
        Money stopAt,
        Money targetAt,
        @Nullable Trailing trailing,
        Instant maxHoldAt,
        @Nullable Instant endOfDayAt,
        @Nullable Instant overnightLossAt,
        @Nullable Instant expirationRiskAt,
        Origin origin) {

    /** Where a plan came from. */
    public enum Origin {
        FROZEN_AT_ENTRY,
        REBUILT
    }
}
