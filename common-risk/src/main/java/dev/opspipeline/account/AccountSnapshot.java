package dev.opspipeline.account;

import dev.opspipeline.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the broker said of one account at one instant. Sizes and loss limits are computed from nothing else.
 *
 * @param accountNumber the broker's number of this account
 * @param lastEquity equity at the previous session's close
 * @param optionsLevel {@link #LEVEL_THAT_BUYS} and above may buy calls and puts
 * @param netTransfersToday deposits less withdrawals of the day; null when they could not be read
 * @param asOf market time of the broker's answer
 */
public record AccountSnapshot(
        String accountNumber,
        Money equity,
        Money lastEquity,
        Money optionsBuyingPower,
        int optionsLevel,
        boolean tradingBlocked,
        boolean accountBlocked,
        @Nullable Money netTransfersToday,
        Instant asOf) {

    /** The broker's options level from which on calls and puts may be bought. */
    public static final int LEVEL_THAT_BUYS = 2;

    /** Profit of the day (a loss is negative), transfers left out; null when transfers are unknown. */
    public @Nullable Money profitToday() {
        return netTransfersToday == null ? null : equity.minus(lastEquity).minus(netTransfersToday);
    }

    public AccountSnapshot withNetTransfersToday(@Nullable Money transfers) {
        return new AccountSnapshot(
                accountNumber,
                equity,
                lastEquity,
                optionsBuyingPower,
                optionsLevel,
                tradingBlocked,
                accountBlocked,
                transfers,
                asOf);
    }
}
