package dev.opspipeline.exit;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.Activity;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.Side;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of positions that are gone. Fills of our own tell for how much; where the broker has said twice that something
 * is gone which nobody here sold, its activities do. Contracts that ended overnight are booked the next day, so that the
 * question stays open for as long as that takes.
 */
final class Departures {

    /** Between two readings of the activities. */
    static final Duration ASK_AGAIN = Duration.ofMinutes(1);

    /** Longer than any week-end: what has not been booked by then is left to an operator. */
    static final Duration PATIENCE = Duration.ofDays(5);

    private final AccountBook book;

    Departures(AccountBook book) {
        this.book = book;
    }

    /** How a position ended. */
    record Ending(ExitFills.Sum sold, ExitReason reason, String lastOrder) {}

    /** By our own fills alone. */
    Optional<Ending> byFills(ManagedPosition position) {
        ExitFills.Sum sold = position.exits.total();
        ExitTrigger trigger = position.trigger();
        return sold.units() == 0
                ? Optional.empty()
                : Optional.of(new Ending(
                        sold,
                        trigger == null ? ExitReason.OPERATOR : trigger.reason(),
                        position.exits.lastFilled().orElse("")));
    }

    /** The broker has said twice that it is gone: asks for its activities, until they explain it. */
    void ask(ManagedPosition position, Instant now, Outbox out) {
        if (position.goneSince == null) {
            position.goneSince = now;
            out.alert("position was closed elsewhere", position);
        }
        Instant askedAt = position.activitiesAskedAt;
        if (askedAt == null || !now.isBefore(askedAt.plus(ASK_AGAIN))) {
            position.activitiesAskedAt = now;
            out.add(new ExitCommand.ReadActivities(SessionCalendar.tradingDate(position.openedAt())));
        }
    }

    boolean isHopeless(ManagedPosition position, Instant now) {
        Instant since = position.goneSince;
        return since != null && !now.isBefore(since.plus(PATIENCE));
    }

    /** By what the broker booked, our own fills included; empty while that does not account for all of it. */
    Optional<Ending> byActivities(ManagedPosition position, List<Activity> activities) {
        ExitFills.Sum sold = position.exits.total();
        int left = position.entered() - sold.units();
        Set<String> own = book.orders(position.instrument).stream()
                .filter(order -> position.exits.orders().contains(order.clientOrderId()))
                .map(BrokerOrder::id)
                .collect(Collectors.toUnmodifiableSet());
        @Nullable Activity last = null;
        for (Activity activity : activities) {
            if (left > 0 && closes(activity, position, own)) {
                int units = Math.min(left, activity.quantity());
                sold = sold.plus(new ExitFills.Sum(units, price(activity).times(units)));
                left -= units;
                last = activity;
            }
        }
        if (left > 0 || last == null) {
            return Optional.empty();
        }
        ExitTrigger trigger = position.trigger();
        ExitReason reason = trigger != null && position.exits.total().units() > 0 ? trigger.reason() : reason(last);
        return Optional.of(new Ending(sold, reason, last.id()));
    }

    private static boolean closes(Activity activity, ManagedPosition position, Set<String> ownOrders) {
        if (!activity.instrument().equals(position.instrument)) {
            return false;
        }
        return switch (activity) {
            case Activity.Fill fill ->
                fill.side() == (position.isShort() ? Side.BUY : Side.SELL)
                        && !ownOrders.contains(fill.orderId())
                        && !fill.at().isBefore(position.openedAt());
            case Activity.Ended ended -> true;
        };
    }

    private static Money price(Activity activity) {
        return switch (activity) {
            case Activity.Fill fill -> fill.price();
            case Activity.Ended ended -> ended.price();
        };
    }

    private static ExitReason reason(Activity activity) {
        return switch (activity) {
            case Activity.Fill fill -> ExitReason.CLOSED_EXTERNALLY;
            case Activity.Ended ended ->
                switch (ended.ending()) {
                    case EXPIRED -> ExitReason.EXPIRED;
                    case EXERCISED -> ExitReason.EXERCISED;
                    case ASSIGNED -> ExitReason.ASSIGNED;
                };
        };
    }
}
