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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
        String last = position.exits.lastFilled().orElse("");
        return sold.units() == 0
                ? Optional.empty()
                : Optional.of(new Ending(sold, ours(position, last, sold.averagePrice()), last));
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

    /**
     * By what the broker booked alone, our own fills included: where it has to be asked, nobody here saw everything. Empty
     * while that does not account for all that was held.
     */
    Optional<Ending> byActivities(ManagedPosition position, List<Activity> activities) {
        Map<String, String> own = book.orders(position.instrument).stream()
                .filter(order -> position.exits.orders().contains(order.clientOrderId()))
                .collect(Collectors.toUnmodifiableMap(BrokerOrder::id, BrokerOrder::clientOrderId, (a, b) -> a));
        ExitFills.Sum sold = ExitFills.Sum.NONE;
        ExitReason reason = null;
        String last = "";
        for (Activity activity : activities) {
            int units = Math.min(position.entered() - sold.units(), activity.quantity());
            if (units > 0 && closes(activity, position)) {
                sold = sold.plus(new ExitFills.Sum(units, price(activity).times(units)));
                String order = activity instanceof Activity.Fill fill ? own.get(fill.orderId()) : null;
                last = order == null ? activity.id() : order;
                reason = order == null ? reason(activity, reason) : ours(position, order, price(activity));
            }
        }
        return reason == null || sold.units() < position.entered()
                ? Optional.empty()
                : Optional.of(new Ending(sold, reason, last));
    }

    private ExitReason ours(ManagedPosition position, String order, Money price) {
        if (position.trigger() == null) {
            Instant sentAt = book.order(order).map(BrokerOrder::submittedAt).orElse(position.openedAt());
            position.start(ExitRules.explain(position.plan(), price, position.isShort(), order, sentAt));
        }
        return Objects.requireNonNull(position.trigger(), "just started").reason();
    }

    private static boolean closes(Activity activity, ManagedPosition position) {
        if (!activity.instrument().equals(position.instrument)) {
            return false;
        }
        return switch (activity) {
            case Activity.Fill fill ->
                fill.side() == (position.isShort() ? Side.BUY : Side.SELL)
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

    /** What we closed in part keeps our reason, whoever closed the rest. */
    private static ExitReason reason(Activity activity, @Nullable ExitReason before) {
        if (before != null && before.isOurs()) {
            return before;
        }
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
