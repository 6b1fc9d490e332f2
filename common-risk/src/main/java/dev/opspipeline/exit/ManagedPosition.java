package dev.opspipeline.exit;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.exit.PositionRecord.State;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One position as its desk looks after it, from its first fill until it is certainly gone. */
final class ManagedPosition {

    /** Stands for the entry of a position that was not opened here. */
    static final String EXTERNAL = "external";

    final Instrument instrument;
    final Instant firstSeen;
    final PriceWatch prices = new PriceWatch();
    final ExitFills exits;

    /** Rules that threw, said once each. */
    final Set<ExitReason> broken = EnumSet.noneOf(ExitReason.class);

    private String entryReference = EXTERNAL;
    private @Nullable ExitPlan plan;
    private boolean planMadeHere;
    private int quantity;
    private int entered;
    private Money averagePrice = Money.ZERO;
    private @Nullable PositionRecord published;

    @Nullable
    ExitTrigger trigger;

    @Nullable
    ClosingOrder live;

    /** Closing orders that ended without doing all they were sent for. */
    int tries;

    /** How far the price has been conceded: 0 is a market order. */
    int urgency;

    Instant nextTry = Instant.MIN;

    /** A reading of the broker must have begun by then before the next order is sent. */
    @Nullable
    Instant readNeeded;

    /** Since when the rest of its entry is being cancelled. */
    @Nullable
    Instant entryCancelledAt;

    /** Since when somebody else's order has been in the way. */
    @Nullable
    Instant waitingSince;

    /** Readings in a row that did not contain it. */
    int missing;

    boolean staleSaid;

    ManagedPosition(Instrument instrument, AccountBook book, Instant firstSeen) {
        this.instrument = instrument;
        this.firstSeen = firstSeen;
        this.exits = new ExitFills(book);
    }

    /** What the book says is held now. */
    void hold(int units, Money average) {
        entered = quantity == 0
                ? Math.abs(units) + exits.total().units()
                : entered + Math.max(0, Math.abs(units) - Math.abs(quantity));
        quantity = units;
        averagePrice = average;
        missing = 0;
    }

    /** A closing order from before it was known whose position this is. */
    void include(BrokerOrder close) {
        exits.include(close.clientOrderId());
        entered += quantity == 0 ? 0 : close.filledQuantity();
    }

    void own(String reference) {
        entryReference = reference;
    }

    boolean isOurs() {
        return !entryReference.equals(EXTERNAL);
    }

    String entryReference() {
        return entryReference;
    }

    /** A plan made here gives way to one that was frozen when the entry was decided; a frozen one to nothing. */
    void give(ExitPlan newPlan) {
        boolean frozen = newPlan.origin() == ExitPlan.Origin.FROZEN_AT_ENTRY;
        if (plan == null || (frozen && (planMadeHere || plan.origin() == ExitPlan.Origin.REBUILT))) {
            plan = newPlan;
            planMadeHere = false;
            prices.planChanged();
        }
    }

    void make(ExitPlan newPlan) {
        plan = newPlan;
        planMadeHere = true;
        prices.planChanged();
    }

    boolean isPlanMadeHere() {
        return plan != null && planMadeHere;
    }

    @Nullable
    ExitPlan plan() {
        return plan;
    }

    int quantity() {
        return quantity;
    }

    Money averagePrice() {
        return averagePrice;
    }

    /** Fills account for everything that was ever held. */
    boolean isSoldByFills() {
        return exits.total().units() >= entered;
    }

    void start(ExitTrigger due) {
        if (trigger == null) {
            trigger = due;
        }
    }

    PositionRecord record(State state, int units, Instant now) {
        return new PositionRecord(
                instrument,
                entryReference,
                units,
                averagePrice,
                state,
                trigger == null ? null : trigger.reason(),
                plan,
                live == null ? null : live.id().value(),
                now);
    }

    /** The record, unless nothing but the time has changed since the last one. */
    Optional<PositionRecord> news(PositionRecord record) {
        PositionRecord last = published;
        if (last != null && record.equals(at(last, record.at()))) {
            return Optional.empty();
        }
        published = record;
        return Optional.of(record);
    }

    private static PositionRecord at(PositionRecord record, Instant at) {
        return new PositionRecord(
                record.contract(),
                record.entryReference(),
                record.quantity(),
                record.averagePrice(),
                record.state(),
                record.reason(),
                record.plan(),
                record.closeOrderId(),
                at);
    }

    /** The finished trade; empty when nothing was seen to be filled, or nobody here asked for it. */
    Optional<ClosedTrade> closedTrade(Instant now) {
        ExitFills.Sum sold = exits.total();
        if (trigger == null || sold.units() == 0) {
            return Optional.empty();
        }
        Money spent = averagePrice.times(sold.units());
        Money gain = sold.proceeds().minus(spent).times(instrument.multiplier());
        @Nullable Strategy strategy = plan == null ? null : plan.strategy();
        return Optional.of(new ClosedTrade(
                instrument,
                entryReference,
                strategy,
                sold.units(),
                averagePrice,
                sold.averagePrice(),
                quantity < 0 ? gain.negated() : gain,
                trigger.reason(),
                plan == null ? firstSeen : plan.openedAt(),
                trigger.at(),
                now,
                exits.lastFilled().orElse("")));
    }

    boolean isOption() {
        return instrument instanceof OptionContract;
    }

    Map<String, String> describe() {
        return Map.of(
                "contract",
                instrument.symbol(),
                "entry",
                entryReference,
                "quantity",
                Integer.toString(quantity),
                "reason",
                trigger == null ? "none" : trigger.reason().name());
    }
}
