package dev.opspipeline.exit;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.Tier;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.signal.Strategy;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells which positions were opened here, by their orders' ids or by a plan that was kept, and gives them their plan. All
 * others are somebody's holdings, which starting the system must never sell.
 */
final class Ownership {

    private final Tier tier;
    private final AccountBook book;
    private final Function<Strategy, ExitTerms> terms;
    private final Map<Instrument, Kept> kept = new HashMap<>();
    private final Map<Instrument, Instant> firstFills = new HashMap<>();
    private final Set<Instrument> justFilled = new HashSet<>();

    /** Closing orders that belong to positions already finished. */
    private final Set<String> accounted = new HashSet<>();

    /** What is known of a position from before, or from who decided on it. */
    private record Kept(
            String reference,
            @Nullable ExitPlan plan,
            @Nullable ExitTrigger trigger) {}

    /** An entry of ours of which something is still held. */
    private record Entry(String reference, Strategy strategy, Instant firstFillAt) {}

    Ownership(Tier tier, AccountBook book, Function<Strategy, ExitTerms> terms) {
        this.tier = tier;
        this.book = book;
        this.terms = terms;
    }

    void give(Instrument instrument, String reference, @Nullable ExitPlan plan, @Nullable ExitTrigger trigger) {
        Kept before = kept.get(instrument);
        if (before == null || !before.reference().equals(reference) || isBetter(plan, before.plan())) {
            kept.put(instrument, new Kept(reference, plan, trigger));
        }
    }

    private static boolean isBetter(@Nullable ExitPlan plan, @Nullable ExitPlan before) {
        return plan != null && (before == null || before.origin() == ExitPlan.Origin.REBUILT);
    }

    void restore(PositionRecord record) {
        if (record.state() == PositionRecord.State.CLOSED
                || record.entryReference().equals(ManagedPosition.EXTERNAL)) {
            return;
        }
        ExitReason reason = record.reason();
        give(
                record.contract(),
                record.entryReference(),
                record.plan(),
                reason == null ? null : new ExitTrigger(reason, "begun before a restart", "", record.at()));
    }

    void filled(Instrument instrument, Instant at) {
        firstFills.putIfAbsent(instrument, at);
        justFilled.add(instrument);
    }

    /** Makes the position ours if anything says so, and gives it back what was kept of it. */
    void claim(ManagedPosition position) {
        if (!position.isOurs()) {
            recognise(position);
        }
        Kept known = kept.get(position.instrument);
        if (known != null && known.reference().equals(position.entryReference())) {
            if (known.plan() != null) {
                position.give(known.plan());
            }
            if (known.trigger() != null) {
                position.start(known.trigger());
            }
        }
    }

    private void recognise(ManagedPosition position) {
        Kept known = kept.get(position.instrument);
        if (known != null) {
            position.own(known.reference());
        } else {
            entry(position.instrument).ifPresent(entry -> position.own(entry.reference()));
        }
        if (position.isOurs()) {
            closes(position.instrument, position.entryReference())
                    .filter(order -> !accounted.contains(order.clientOrderId()))
                    .forEach(position::include);
        }
    }

    /** Sees that what is ours has a plan; false when it has none. */
    boolean plan(ManagedPosition position, TradingDays days, boolean live, Instant now, Outbox out) {
        boolean filledNow = justFilled.remove(position.instrument) && live;
        if (!position.isOurs()) {
            return true;
        }
        if (position.instrument instanceof OptionContract contract
                && (position.plan() == null || (filledNow && position.isPlanMadeHere()))) {
            make(position, contract, days, filledNow, now, out);
        }
        return position.plan() != null;
    }

    private void make(
            ManagedPosition position,
            OptionContract contract,
            TradingDays days,
            boolean frozen,
            Instant now,
            Outbox out) {
        try {
            Optional<Entry> entry = entry(contract);
            // Of two unknown plans the one that ends today is the safer.
            Strategy strategy = entry.map(Entry::strategy).orElse(Strategy.DAY);
            Instant openedAt = firstFills.containsKey(contract)
                    ? firstFills.get(contract)
                    : entry.map(Entry::firstFillAt).orElse(now);
            ExitTerms own = terms.apply(strategy);
            position.make(
                    frozen
                            ? ExitPlans.plan(
                                    own, strategy, contract, position.averagePrice(), openedAt, days.calendar())
                            : ExitPlans.rebuild(
                                    own, strategy, contract, position.averagePrice(), openedAt, days.calendar()));
        } catch (RuntimeException e) {
            out.alert("position has no plan", position, "why", e);
        }
    }

    void forget(ManagedPosition position) {
        kept.remove(position.instrument);
        firstFills.remove(position.instrument);
        accounted.addAll(position.exits.orders());
    }

    /** The last entry of which more was bought than has been sold. */
    private Optional<Entry> entry(Instrument instrument) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        Map<String, Integer> units = new HashMap<>();
        for (BrokerOrder order : book.orders(instrument)) {
            if (order.filledQuantity() > 0
                    && ClientOrderId.parse(order.clientOrderId()).orElse(null) instanceof ClientOrderId.Entry id
                    && id.tier() == tier) {
                String reference = id.recommendation().value();
                Instant at = order.filledAt() == null ? order.submittedAt() : order.filledAt();
                entries.putIfAbsent(reference, new Entry(reference, id.strategy(), at));
                units.merge(reference, order.filledQuantity(), Integer::sum);
            }
        }
        return entries.values().stream()
                .filter(entry -> units.getOrDefault(entry.reference(), 0) > sold(instrument, entry.reference()))
                .reduce((first, second) -> second);
    }

    private int sold(Instrument instrument, String reference) {
        return closes(instrument, reference)
                .mapToInt(BrokerOrder::filledQuantity)
                .sum();
    }

    private Stream<BrokerOrder> closes(Instrument instrument, String reference) {
        return book.orders(instrument).stream()
                .filter(order ->
                        ClientOrderId.parse(order.clientOrderId()).orElse(null) instanceof ClientOrderId.Close id
                                && id.tier() == tier
                                && id.entryReference().equals(reference));
    }
}
