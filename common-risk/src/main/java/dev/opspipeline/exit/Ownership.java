package dev.opspipeline.exit;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.EntryFill;
import dev.opspipeline.account.Tier;
import dev.opspipeline.exit.Entries.Entry;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells which positions were opened here, by their orders' ids or by a plan that was kept, and gives them their plan. All
 * others are somebody's holdings, which starting the system must never sell: they get one only where the policy says so.
 */
final class Ownership {

    private final Tier tier;
    private final Entries entries;
    private final Map<Instrument, Kept> kept = new HashMap<>();
    private final Map<Instrument, Instant> firstFills = new HashMap<>();
    private final Set<Instrument> justFilled = new HashSet<>();
    private final Map<String, EntryFacts> facts = new HashMap<>();
    private final Set<String> factsOf = new HashSet<>();
    private ExitPolicy policy;

    /** Closing orders that belong to positions already finished. */
    private final Set<String> accounted = new HashSet<>();

    /** What is known of a position from before, or from who decided on it. */
    private record Kept(
            String reference,
            @Nullable ExitPlan plan,
            @Nullable ExitTrigger trigger,
            @Nullable PositionRecord record) {

        boolean isExternal() {
            return reference.equals(ManagedPosition.EXTERNAL);
        }
    }

    Ownership(Tier tier, AccountBook book, ExitPolicy policy) {
        this.tier = tier;
        this.entries = new Entries(tier, book);
        this.policy = policy;
    }

    void policy(ExitPolicy next) {
        policy = next;
    }

    void give(Instrument instrument, String reference, ExitPlan plan) {
        keep(instrument, new Kept(reference, plan, null, null));
    }

    private void keep(Instrument instrument, Kept next) {
        Kept before = kept.get(instrument);
        if (before == null || !before.reference().equals(next.reference()) || isBetter(next.plan(), before.plan())) {
            kept.put(instrument, next);
        }
    }

    private static boolean isBetter(@Nullable ExitPlan plan, @Nullable ExitPlan before) {
        return plan != null && (before == null || before.origin() == ExitPlan.Origin.REBUILT);
    }

    void restore(PositionRecord record) {
        ExitReason reason = record.reason();
        ExitTrigger trigger = record.trigger() != null || reason == null || reason == ExitReason.CLOSED_EXTERNALLY
                ? record.trigger()
                : new ExitTrigger(reason, "begun before a restart", "", null, record.at());
        keep(record.contract(), new Kept(record.entryReference(), record.plan(), trigger, record));
    }

    /** An execution of an entry, with the decision's facts: each counts once. */
    void filled(EntryFill fill) {
        if (factsOf.add(fill.executionId())) {
            facts.merge(fill.recommendationId().value(), EntryFacts.of(fill), EntryFacts::plus);
        }
    }

    @Nullable
    EntryFacts facts(ManagedPosition position) {
        return facts.get(position.entryReference());
    }

    void filled(Instrument instrument, Instant at) {
        firstFills.putIfAbsent(instrument, at);
        justFilled.add(instrument);
    }

    /** Makes the position ours if anything says so, and gives it back what was kept of it. */
    void claim(ManagedPosition position, Instant now) {
        if (!position.isOurs()) {
            recognise(position);
        }
        if (position.isOurs()) {
            entries.closes(position.instrument, position.entryReference())
                    .filter(order -> !accounted.contains(order.clientOrderId()))
                    .forEach(position::include);
            position.enteredByBroker(entered(position));
        }
        Kept known = kept.get(position.instrument);
        if (known == null || !known.reference().equals(position.entryReference())) {
            return;
        }
        if (known.record() != null) {
            position.restore(known.record());
            kept.put(position.instrument, new Kept(known.reference(), known.plan(), known.trigger(), null));
        }
        if (known.plan() != null && (!known.isExternal() || adopts(position))) {
            position.give(known.plan(), now);
        }
        if (known.trigger() != null) {
            position.start(known.trigger());
        }
    }

    /** What its entry has bought, less what was sold of it when it was finished once before. */
    private int entered(ManagedPosition position) {
        String reference = position.entryReference();
        int finished = entries.closes(position.instrument, reference)
                .filter(order -> accounted.contains(order.clientOrderId()))
                .mapToInt(BrokerOrder::filledQuantity)
                .sum();
        return entries.bought(position.instrument, reference) - finished;
    }

    private void recognise(ManagedPosition position) {
        Kept known = kept.get(position.instrument);
        if (known != null && !known.isExternal()) {
            position.own(known.reference());
        } else {
            entries.open(position.instrument).ifPresent(entry -> position.own(entry.reference()));
        }
    }

    /** Whether the policy lets this stranger be looked after. */
    boolean adopts(ManagedPosition position) {
        return switch (policy.adopt()) {
            case NONE -> false;
            case LONG_OPTIONS -> position.isOption() && !position.isShort();
            case ALL -> true;
        };
    }

    /** Sees that what is ours has a plan, and what is adopted; false when one is missing that should be there. */
    boolean plan(ManagedPosition position, TradingDays days, boolean live, Instant now, Outbox out) {
        boolean filledNow = justFilled.remove(position.instrument) && live;
        if (!position.isOurs()) {
            return adopt(position, days, now, out);
        }
        if (position.instrument instanceof OptionContract contract
                && (position.plan() == null || (filledNow && position.isPlanMadeHere()))) {
            make(position, contract, days, filledNow, now, out);
        }
        return position.plan() != null;
    }

    private boolean adopt(ManagedPosition position, TradingDays days, Instant now, Outbox out) {
        if (!adopts(position)) {
            position.dropPlan();
            return true;
        }
        Money price = position.prices.mark(now).orElse(null);
        if (position.plan() != null || price == null || !days.isOpen(now)) {
            return true;
        }
        position.make(
                ExitPlans.adopt(policy.swing(), position.instrument, position.isShort(), price, now, days.calendar()),
                now);
        out.alert("position opened elsewhere is adopted", position, "price", price);
        return true;
    }

    private void make(
            ManagedPosition position,
            OptionContract contract,
            TradingDays days,
            boolean frozen,
            Instant now,
            Outbox out) {
        try {
            Entry entry = entries.open(contract).orElse(null);
            // Of two unknown plans the one that ends today is the safer.
            Strategy strategy = entry == null ? Strategy.DAY : entry.strategy();
            Instant openedAt = firstFills.getOrDefault(contract, entry == null ? now : entry.firstFillAt());
            position.make(
                    frozen
                            ? atEntry(strategy, contract, position.averagePrice(), openedAt, days)
                            : ExitPlans.rebuild(
                                    policy.terms(strategy).tighter(table(strategy)),
                                    strategy,
                                    contract,
                                    position.averagePrice(),
                                    openedAt,
                                    days.calendar()),
                    now);
        } catch (RuntimeException e) {
            out.alert("position has no plan", position, "why", e);
        }
    }

    /**
     * Where a document's terms would close it in the breath in which it was opened, the tier table's hold: by those the entry
     * was judged.
     */
    private ExitPlan atEntry(
            Strategy strategy, OptionContract contract, Money price, Instant openedAt, TradingDays days) {
        ExitPlan plan = ExitPlans.plan(policy.terms(strategy), strategy, contract, price, openedAt, days.calendar());
        return ExitRules.firstDue(plan, null, openedAt).isEmpty()
                ? plan
                : ExitPlans.plan(table(strategy), strategy, contract, price, openedAt, days.calendar());
    }

    private ExitTerms table(Strategy strategy) {
        return ExitPolicy.of(tier).terms(strategy);
    }

    /** What the position cost, if that is one of the orders which opened it. */
    Optional<Money> paidBy(ManagedPosition position, BrokerOrder order) {
        return entries.isOf(position.entryReference(), order)
                ? entries.paid(position.instrument, position.entryReference())
                : Optional.empty();
    }

    /** That order opened it, and nothing is left of what it bought. */
    boolean isUndone(ManagedPosition position, BrokerOrder order) {
        return entries.isOf(position.entryReference(), order)
                && entries.bought(position.instrument, position.entryReference()) == 0;
    }

    /** Nothing came in after that instant, by any order known here. */
    boolean wasHeld(ManagedPosition position, Instant asOf) {
        return position.isOurs()
                ? !position.openedAt().isAfter(asOf)
                : entries.lastOpened(position.instrument, position.isShort())
                        .filter(at -> at.isAfter(asOf))
                        .isEmpty();
    }

    /** The contract was bought again by another entry than the position's. */
    boolean isAnother(ManagedPosition position) {
        return entries.open(position.instrument)
                .filter(entry -> !entry.reference().equals(position.entryReference()))
                .isPresent();
    }

    void forget(ManagedPosition position) {
        kept.remove(position.instrument);
        firstFills.remove(position.instrument);
        facts.remove(position.entryReference());
        accounted.addAll(position.exits.orders());
    }
}
