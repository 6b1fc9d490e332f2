package dev.opspipeline.exit;

import dev.opspipeline.account.PositionIntent;
import dev.opspipeline.market.Quote;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The price of a closing order: market at first; after a market order was refused or did nothing, a limit that crosses
 * the spread, conceding more each time.
 */
final class ClosePrice {

    private static final Fraction CONCESSION = Fraction.ofPercent(5);
    private static final Fraction MOST_CONCEDED = Fraction.ofPercent(50);

    /** A sale at the smallest tick takes whatever is bid, as a market order would. */
    private static final Money SMALLEST_TICK = Money.of("0.01");

    /** Options from three dollars up trade in steps of five cents. */
    private static final Money COARSE_FROM = Money.of(3);

    private static final BigDecimal COARSE_TICK = new BigDecimal("0.05");
    private static final BigDecimal FINE_TICK = new BigDecimal("0.01");

    private ClosePrice() {}

    /** Dollars per share; null for a market order. */
    static @Nullable Money limit(ManagedPosition position, PositionIntent intent, Instant now) {
        if (position.urgency == 0) {
            return null;
        }
        Fraction conceded = Fraction.ZERO;
        for (int step = 1; step < position.urgency && conceded.isLessThan(MOST_CONCEDED); step++) {
            conceded = conceded.plus(CONCESSION);
        }
        Optional<Quote> quote = position.prices.fresh(now);
        return switch (intent) {
            case SELL_TO_CLOSE -> selling(position, quote, Fraction.ONE.minus(conceded));
            case BUY_TO_CLOSE, BUY_TO_OPEN -> buying(position, quote, Fraction.ONE.plus(conceded));
        };
    }

    private static Money selling(ManagedPosition position, Optional<Quote> quote, Fraction share) {
        return quote.map(q -> onTick(position, q.bid().times(share), RoundingMode.FLOOR)
                        .max(SMALLEST_TICK))
                .orElse(SMALLEST_TICK);
    }

    /** There is no price at which anything may be bought: without a quote it stays a market order. */
    private static @Nullable Money buying(ManagedPosition position, Optional<Quote> quote, Fraction share) {
        return quote.isEmpty() ? null : onTick(position, quote.get().ask().times(share), RoundingMode.CEILING);
    }

    private static Money onTick(ManagedPosition position, Money price, RoundingMode rounding) {
        BigDecimal tick = position.isOption() && price.isAtLeast(COARSE_FROM) ? COARSE_TICK : FINE_TICK;
        return new Money(price.amount().divide(tick, 0, rounding).multiply(tick));
    }
}
