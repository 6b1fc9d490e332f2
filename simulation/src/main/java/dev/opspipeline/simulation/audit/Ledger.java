package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.BrokerFact.Bust;
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
            case Bust bust -> takeBack(bust);
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

    /** What was finished by that execution is held again; what was never bought was never held. */
    private void takeBack(Bust bust) {
        cash = bust.buy() ? cash.add(bust.dollars()) : cash.subtract(bust.dollars());
        order(bust.orderId()).ifPresent(placed -> placed.takeBack(bust.quantity()));
        Holding holding = holdings().stream()
                .filter(one -> one.isOf(bust.orderId()))
                .findFirst()
                .orElseThrow(() -> new UnreadableRecord(
                        "%s at %s: took back what was never filled".formatted(bust.clientOrderId(), bust.at())));
        if (held(bust.symbol()).filter(other -> other != holding).isPresent()) {
            throw new UnreadableRecord(
                    "%s at %s: taken back after the contract was bought anew, which nobody can tell apart"
                            .formatted(bust.clientOrderId(), bust.at()));
        }
        held.remove(bust.symbol());
        finished.remove(holding);
        holding.takeBack(bust);
        if (holding.quantity() != 0) {
            held.put(bust.symbol(), holding);
        } else if (holding.bought() != 0) {
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

    /** This system's positions of which a closed trade is owed: those held again are among them. */
    List<Holding> closed() {
        return holdings().stream()
                .filter(holding -> !holding.byHand() && !holding.closes().isEmpty())
                .toList();
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
