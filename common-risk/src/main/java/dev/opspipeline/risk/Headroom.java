package dev.opspipeline.risk;

import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.BookView;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much of its limits an account has used up.
 *
 * @param positions held, being closed or on their way
 * @param maxPositionsHighConfidence for recommendations of high confidence
 * @param exposure dollars held and set aside
 * @param lost dollars lost today; null when unknown, zero when the day is a gain
 * @param trades filled entries of the day
 * @param maxTrades null when there is no limit
 */
public record Headroom(
        int positions,
        int maxPositions,
        int maxPositionsHighConfidence,
        Money exposure,
        Money maxExposure,
        @Nullable Money lost,
        Money maxLoss,
        int trades,
        @Nullable Integer maxTrades) {

    /** From here on a dollar limit is close. */
    static final Fraction CLOSE = Fraction.ofPercent(80);

    public static Headroom of(BookView book, @Nullable AccountSnapshot account, TierLimits limits) {
        Money exposure = book.positions().stream()
                .map(BookView.OpenPosition::notional)
                .reduce(Money.ZERO, Money::plus)
                .plus(book.entriesInFlight().stream()
                        .map(BookView.EntryInFlight::reserved)
                        .reduce(Money.ZERO, Money::plus));
        Set<Instrument> instruments = new HashSet<>();
        book.positions().forEach(held -> instruments.add(held.instrument()));
        book.entriesInFlight().forEach(entry -> instruments.add(entry.contract()));
        Money profit = account == null ? null : account.profitToday();
        return new Headroom(
                instruments.size(),
                limits.maxOpenPositions(),
                limits.maxOpenPositionsHighConfidence(),
                exposure,
                limits.maxNotionalExposure(),
                profit == null ? null : profit.negated().max(Money.ZERO),
                limits.maxDailyLoss(),
                (int) book.entriesToday().stream()
                        .filter(BookView.AcceptedEntry::filled)
                        .count(),
                limits.maxTradesPerDay());
    }

    /** The limits that are close: one short of a count, four fifths of an amount. */
    public List<String> close() {
        List<String> close = new ArrayList<>();
        if (positions >= maxPositions - 1) {
            String more = maxPositionsHighConfidence > maxPositions
                    ? ", of %d with high confidence".formatted(maxPositionsHighConfidence)
                    : "";
            close.add("%s: %d of %d%s".formatted(RefusalCode.POSITION_LIMIT, positions, maxPositions, more));
        }
        if (maxTrades != null && trades >= maxTrades - 1) {
            close.add("%s: %d of %d".formatted(RefusalCode.DAILY_TRADE_LIMIT, trades, maxTrades));
        }
        if (exposure.isAtLeast(maxExposure.times(CLOSE))) {
            close.add("%s: %s of %s".formatted(RefusalCode.EXPOSURE, exposure, maxExposure));
        }
        if (lost != null && lost.isAtLeast(maxLoss.times(CLOSE))) {
            close.add("%s: %s of %s".formatted(RefusalCode.DAILY_LOSS, lost, maxLoss));
        }
        return List.copyOf(close);
    }
}
