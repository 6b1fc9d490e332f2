package dev.opspipeline.exit;

import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Draws up what a finished position earned. */
final class TradeAccount {

    /** So many times half of a hundredth of a cent stays below half a cent. */
    private static final int MOST_UNITS = 99;

    private TradeAccount() {}

    /**
     * @param sold everything that closed it, by whoever
     * @param lastOrder the order that finished it
     */
    static ClosedTrade of(
            ManagedPosition position,
            ExitFills.Sum sold,
            ExitReason reason,
            String lastOrder,
            @Nullable EntryFacts entry,
            Instant now) {
        boolean wasShort = position.isShort();
        long shares = (long) sold.units() * position.instrument.multiplier();
        Money spent = spent(position, sold.units());
        Money gain = sold.proceeds().minus(spent).times(position.instrument.multiplier());
        Money exitPrice = sold.averagePrice();
        ExitPlan plan = position.plan();
        ExitTrigger trigger = position.trigger();
        @Nullable Strategy strategy = plan == null ? null : plan.strategy();
        return new ClosedTrade(
                position.instrument,
                position.entryReference(),
                strategy,
                sold.units(),
                position.averagePrice(),
                exitPrice,
                wasShort ? gain.negated() : gain,
                reason,
                position.openedAt(),
                trigger == null ? now : trigger.at(),
                now,
                lastOrder,
                Duration.between(position.openedAt(), now).toSeconds(),
                trigger,
                trigger == null || trigger.mark() == null || sold.units() == 0
                        ? null
                        : gained(wasShort, exitPrice, trigger.mark()).times(shares),
                excursion(position, position.prices.highest(), position.prices.lowest(), shares, Money.ZERO::max),
                excursion(position, position.prices.lowest(), position.prices.highest(), shares, Money.ZERO::min),
                entry,
                position.timeline.events());
    }

    /**
     * Dollars per share times units. Options are traded at whole cents, and so is their sum: an average that had to be rounded
     * is rounded back, so that not a cent of the profit is made up.
     */
    private static Money spent(ManagedPosition position, int units) {
        Money rounded = position.averagePrice().times(units);
        return position.instrument instanceof OptionContract && units <= MOST_UNITS
                ? Money.nearest(rounded.amount().setScale(2, RoundingMode.HALF_EVEN))
                : rounded;
    }

    /** Dollars a share that a long gains from one price to the other, and a short loses. */
    private static Money gained(boolean isShort, Money from, Money to) {
        return isShort ? from.minus(to) : to.minus(from);
    }

    private static @Nullable Money excursion(
            ManagedPosition position,
            @Nullable Money ofLong,
            @Nullable Money ofShort,
            long shares,
            java.util.function.UnaryOperator<Money> bound) {
        Money extreme = position.isShort() ? ofShort : ofLong;
        return extreme == null
                ? null
                : bound.apply(gained(position.isShort(), position.averagePrice(), extreme)
                        .times(shares));
    }
}
