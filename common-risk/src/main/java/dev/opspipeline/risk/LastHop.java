package dev.opspipeline.risk;

import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The last look at an entry before it leaves: counts what went out, whatever anybody decided. Its limits are wider than any
 * day needs; one that is reached means that something upstream is broken.
 */
public final class LastHop {

    /** The same id may be sent again after the broker has twice said that it does not know it. */
    static final int MOST_SENDS_OF_AN_ID = 3;

    static final int MOST_ORDERS_OF_AN_INTENT = 2;
    static final int MOST_ORDERS_A_MINUTE = 20;
    static final int MOST_ORDERS_A_DAY = 200;

    /** Times the limit on exposure. */
    static final int MOST_NOTIONAL_A_MINUTE = 2;

    static final int MOST_NOTIONAL_A_DAY = 20;
    static final Duration MINUTE = Duration.ofMinutes(1);

    private final Map<String, Sent> sent = new HashMap<>();

    private record Sent(String intent, Money notional, Instant first, int times) {}

    /** What the broker says went out on the date, before this process was there. */
    public void rebuild(List<BrokerOrder> ordersOfTheDay) {
        for (BrokerOrder order : ordersOfTheDay) {
            if (ClientOrderId.parse(order.clientOrderId()).orElse(null) instanceof ClientOrderId.Entry id
                    && order.limitPrice() != null) {
                Money notional =
                        order.limitPrice().times((long) order.instrument().multiplier() * order.quantity());
                sent.putIfAbsent(id.value(), new Sent(intent(id), notional, order.submittedAt(), 1));
            }
        }
    }

    /** Why an order must not go out now; when it may, it counts as sent. */
    public Optional<String> pass(ClientOrderId.Entry id, OrderRequest order, Money maxExposure, Instant now) {
        Money notional = order.limitPrice() == null
                ? maxExposure.times(MOST_NOTIONAL_A_DAY)
                : order.limitPrice().times((long) order.instrument().multiplier() * order.quantity());
        Sent known = sent.get(id.value());
        Sent next = new Sent(
                intent(id), notional, known == null ? now : known.first(), known == null ? 1 : known.times() + 1);
        Optional<String> objection = objection(id, next, maxExposure, now);
        if (objection.isEmpty()) {
            sent.put(id.value(), next);
            sent.values().removeIf(order2 -> isOfAnotherDay(order2, now));
        }
        return objection;
    }

    private Optional<String> objection(ClientOrderId.Entry id, Sent next, Money maxExposure, Instant now) {
        if (next.times() > MOST_SENDS_OF_AN_ID) {
            return Optional.of(
                    "%s would be sent %d times, at most %d".formatted(id, next.times(), MOST_SENDS_OF_AN_ID));
        }
        if (next.times() > 1) {
            return Optional.empty();
        }
        Instant minuteAgo = now.minus(MINUTE);
        Predicate<Sent> lately = order -> order.first().isAfter(minuteAgo);
        Predicate<Sent> today = order -> !isOfAnotherDay(order, now);
        return above(
                        "orders of one intent",
                        count(order -> order.intent().equals(next.intent())),
                        MOST_ORDERS_OF_AN_INTENT)
                .or(() -> above("orders in a minute", count(lately), MOST_ORDERS_A_MINUTE))
                .or(() -> above("orders in a day", count(today), MOST_ORDERS_A_DAY))
                .or(() -> above(
                        "dollars in a minute",
                        notional(lately).plus(next.notional()),
                        maxExposure.times(MOST_NOTIONAL_A_MINUTE)))
                .or(() -> above(
                        "dollars in a day",
                        notional(today).plus(next.notional()),
                        maxExposure.times(MOST_NOTIONAL_A_DAY)));
    }

    private long count(Predicate<Sent> which) {
        return sent.values().stream().filter(which).count() + 1;
    }

    private Money notional(Predicate<Sent> which) {
        return sent.values().stream().filter(which).map(Sent::notional).reduce(Money.ZERO, Money::plus);
    }

    private static <T extends Comparable<T>> Optional<String> above(String what, T observed, T limit) {
        return observed.compareTo(limit) > 0
                ? Optional.of("%s %s, at most %s".formatted(observed, what, limit))
                : Optional.empty();
    }

    private static Optional<String> above(String what, long observed, int limit) {
        return above(what, Long.valueOf(observed), Long.valueOf(limit));
    }

    private static boolean isOfAnotherDay(Sent order, Instant now) {
        LocalDate today = SessionCalendar.tradingDate(now);
        return !SessionCalendar.tradingDate(order.first()).equals(today);
    }

    private static String intent(ClientOrderId.Entry id) {
        return id.recommendation().value();
    }
}
