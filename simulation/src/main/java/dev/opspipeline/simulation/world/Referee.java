package dev.opspipeline.simulation.world;

import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.Side;
import dev.opspipeline.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Holds every entry against the account's limits at the moment the exchange takes it, with what is held and everything that
 * still works, by arithmetic of its own.
 */
public final class Referee implements Witness {

    /**
     * @param positions the most that may be open at once, working entries included
     * @param perTicker filled entries in a ticker
     */
    public record Rules(
            int positions,
            int contracts,
            Money exposure,
            Money outlay,
            Money dailyLoss,
            int trades,
            int perTicker,
            Duration tickerCooldown,
            Duration accountCooldown) {}

    /** A loss that stands for so long is seen, though an answer or two of the broker's is lost; a shorter one may not be. */
    private static final Duration LOSS_NOTICED = Duration.ofSeconds(30);

    private final SimulatedExchange exchange;
    private final Rules rules;
    private final List<String> breaches = new ArrayList<>();
    private final Map<String, Long> checks = new TreeMap<>();
    private Instant lostSince = Instant.MAX;
    private boolean lossSeen;

    public Referee(SimulatedExchange exchange, Rules rules) {
        this.exchange = exchange;
        this.rules = rules;
    }

    public List<String> breaches() {
        return List.copyOf(breaches);
    }

    /** How often each rule was looked at. */
    public Map<String, Long> checks() {
        return Map.copyOf(checks);
    }

    /** The account's worth is looked at after every step. */
    public void looks(Instant now) {
        boolean lost = exchange.equity()
                .minus(exchange.openingEquity())
                .isAtMost(rules.dailyLoss().negated());
        if (!lost) {
            lostSince = Instant.MAX;
        } else if (lostSince.equals(Instant.MAX)) {
            lostSince = now;
        }
        lossSeen |= lost && !now.isBefore(lostSince.plus(LOSS_NOTICED));
    }

    @Override
    public void accepted(BrokerOrder order) {
        if (order.side() != Side.BUY) {
            return;
        }
        Instant at = order.submittedAt();
        List<BrokerOrder> entries = exchange.orders().stream()
                .filter(other -> other.side() == Side.BUY)
                .toList();
        List<BrokerOrder> working =
                entries.stream().filter(other -> !other.status().isTerminal()).toList();
        Set<String> open = new HashSet<>();
        exchange.lots().forEach(lot -> open.add(lot.instrument().symbol()));
        working.forEach(other -> open.add(other.instrument().symbol()));
        check("positions", open.size() <= rules.positions(), order, open.size() + " open");
        Money exposure = exchange.lots().stream()
                .map(Lot::cost)
                .reduce(Money.ZERO, Money::plus)
                .plus(working.stream().map(Referee::outlay).reduce(Money.ZERO, Money::plus));
        check("exposure", exposure.isAtMost(rules.exposure()), order, exposure + " at work");
        check("contracts", order.quantity() <= rules.contracts(), order, order.quantity() + " contracts");
        check("outlay", outlay(order).isAtMost(rules.outlay()), order, outlay(order) + " at once");
        check("one live order", count(working, other -> sameIntent(other, order)) == 1, order, "two live orders");
        check("two orders", count(entries, other -> sameIntent(other, order)) <= 2, order, "a third order");
        check("daily loss", !lossSeen, order, "the loss has stood");
        pace(order, entries, at);
    }

    private void pace(BrokerOrder order, List<BrokerOrder> entries, Instant at) {
        List<BrokerOrder> others =
                entries.stream().filter(other -> !sameIntent(other, order)).toList();
        Predicate<BrokerOrder> bought =
                other -> other.filledQuantity() > 0 || !other.status().isTerminal();
        Predicate<BrokerOrder> sameTicker = other -> ticker(other).equals(ticker(order));
        long trades = intents(others, bought);
        check("trades", trades < rules.trades(), order, trades + " trades before it");
        long inTicker = intents(others, bought.and(sameTicker));
        check("trades in a ticker", inTicker < rules.perTicker(), order, inTicker + " trades before it");
        check("account cooldown", cooled(others, at, rules.accountCooldown()), order, "too soon");
        check(
                "ticker cooldown",
                cooled(others.stream().filter(sameTicker).toList(), at, rules.tickerCooldown()),
                order,
                "too soon");
    }

    private void check(String rule, boolean kept, BrokerOrder order, String found) {
        checks.merge(rule, 1L, Long::sum);
        if (!kept) {
            breaches.add("%s: %s at %s, %s".formatted(rule, order.clientOrderId(), order.submittedAt(), found));
        }
    }

    private static boolean cooled(List<BrokerOrder> others, Instant at, Duration cooldown) {
        return others.stream()
                .allMatch(other -> !at.isBefore(other.submittedAt().plus(cooldown)));
    }

    private static long count(List<BrokerOrder> orders, Predicate<BrokerOrder> which) {
        return orders.stream().filter(which).count();
    }

    private static long intents(List<BrokerOrder> orders, Predicate<BrokerOrder> which) {
        return orders.stream().filter(which).map(Referee::intent).distinct().count();
    }

    private static boolean sameIntent(BrokerOrder a, BrokerOrder b) {
        return intent(a).equals(intent(b));
    }

    /** All of the id but the attempt. */
    private static String intent(BrokerOrder order) {
        String id = order.clientOrderId();
        return id.substring(0, Math.max(0, id.lastIndexOf('.')));
    }

    private static String ticker(BrokerOrder order) {
        return order.instrument().symbol().replaceAll("\\d.*", "");
    }

    private static Money outlay(BrokerOrder order) {
        Money limit = order.limitPrice() == null ? Money.ZERO : order.limitPrice();
        return limit.times((long) order.instrument().multiplier() * order.openQuantity());
    }
}
