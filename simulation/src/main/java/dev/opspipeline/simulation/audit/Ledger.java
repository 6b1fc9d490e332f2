package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.BrokerFact.Fill;
import dev.opspipeline.simulation.audit.BrokerFact.OrderUpdate;
import dev.opspipeline.simulation.audit.BrokerFact.Quote;
import dev.opspipeline.simulation.audit.BrokerFact.Statement;
import dev.opspipeline.simulation.audit.BrokerFact.Submit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One account as the broker's facts leave it: cash, orders and holdings, recomputed. */
final class Ledger {

    private final String tier;
    private final Map<String, Placed> orders = new LinkedHashMap<>();
    private final Map<String, Holding> held = new LinkedHashMap<>();
    private final List<Holding> finished = new ArrayList<>();
    private final List<Placed> entries = new ArrayList<>();
    private @Nullable Statement opening;
    private @Nullable Statement closing;
    private BigDecimal cash = BigDecimal.ZERO;
    private int fills;
    private int statements;

    Ledger(String tier) {
        this.tier = tier;
    }

    void take(BrokerFact fact) {
        switch (fact) {
            case Statement statement -> {
                if (opening == null) {
                    opening = statement;
                    cash = statement.cash();
                }
                closing = statement;
                statements++;
            }
            case Quote quote -> {
                // Prices are the market's business.
            }
            case Submit submit -> {
                if (submit.accepted()) {
                    Placed placed = new Placed(submit);
                    orders.put(submit.orderId(), placed);
                    if (submit.entry()) {
                        entries.add(placed);
                    }
                }
            }
            case Fill fill -> fill(fill);
            case OrderUpdate update -> {
                Placed placed = orders.get(update.orderId());
                if (placed != null && update.terminal()) {
                    placed.end();
                }
            }
        }
    }

    private void fill(Fill fill) {
        fills++;
        cash = fill.buy() ? cash.subtract(fill.dollars()) : cash.add(fill.dollars());
        Placed placed = orders.get(fill.orderId());
        if (placed != null) {
            placed.fill(fill.quantity());
        }
        Holding holding = held.computeIfAbsent(fill.symbol(), none -> new Holding(fill));
        holding.take(fill);
        if (holding.quantity() == 0) {
            held.remove(fill.symbol());
            finished.add(holding);
        }
    }

    String tier() {
        return tier;
    }

    BigDecimal cash() {
        return cash;
    }

    @Nullable
    Statement opening() {
        return opening;
    }

    @Nullable
    Statement closing() {
        return closing;
    }

    /** How often the account was stated: at the opening and at the end. */
    int statements() {
        return statements;
    }

    int fills() {
        return fills;
    }

    /** Every order accepted so far. */
    Collection<Placed> orders() {
        return orders.values();
    }

    Optional<Placed> order(String orderId) {
        return Optional.ofNullable(orders.get(orderId));
    }

    /** This system's accepted purchases so far, in order. */
    List<Placed> entries() {
        return entries;
    }

    List<Placed> workingEntries() {
        return orders.values().stream()
                .filter(placed -> placed.live() && placed.submit().buy())
                .toList();
    }

    List<Placed> workingExits(String symbol) {
        return orders.values().stream()
                .filter(placed -> placed.live()
                        && !placed.submit().buy()
                        && placed.submit().symbol().equals(symbol))
                .toList();
    }

    /** Everything held, being closed included. */
    Collection<Holding> held() {
        return held.values();
    }

    Optional<Holding> held(String symbol) {
        return Optional.ofNullable(held.get(symbol));
    }

    int quantity(String symbol) {
        return held(symbol).map(Holding::quantity).orElse(0);
    }

    List<Holding> finished() {
        return finished;
    }

    /** Finished and open holdings, oldest finished first. */
    List<Holding> holdings() {
        List<Holding> all = new ArrayList<>(finished);
        all.addAll(held.values());
        return all;
    }

    /** Positions that count against the limit: held, being closed, and purchases at work in something not yet held. */
    int positions() {
        long working = workingEntries().stream()
                .map(placed -> placed.submit().symbol())
                .filter(symbol -> !held.containsKey(symbol))
                .distinct()
                .count();
        return held.size() + (int) working;
    }
}
