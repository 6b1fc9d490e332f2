package dev.opspipeline.exit;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.exit.PositionEvent.Step;
import dev.opspipeline.exit.PositionRecord.State;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One position as its desk looks after it, from its first fill until it is certainly gone. */
final class ManagedPosition {

    /** Stands for the entry of a position that was not opened here. */
    static final String EXTERNAL = ClosedTrade.EXTERNAL;

    final Instrument instrument;
    final Instant firstSeen;
    final PriceWatch prices = new PriceWatch();
    final ExitFills exits;
    final Timeline timeline = new Timeline();
    final PositionNews news = new PositionNews();

    /** Rules that threw, said once each. */
    final Set<ExitReason> broken = EnumSet.noneOf(ExitReason.class);

    private String entryReference = EXTERNAL;
    private @Nullable ExitPlan plan;
    private boolean planMadeHere;
    private int quantity;
    private int entered;
    private Money averagePrice = Money.ZERO;
    private @Nullable ExitTrigger trigger;

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

    /** Since when it has been known to be gone, with nobody to say for how much. */
    @Nullable
    Instant goneSince;

    /** When its broker's activities were last asked for. */
    @Nullable
    Instant activitiesAskedAt;

    /** Its entry was taken back: nothing was ever held. */
    boolean undone;

    boolean staleSaid;
    boolean expirySaid;
    private boolean pending;

    ManagedPosition(Instrument instrument, AccountBook book, Instant firstSeen) {
        this.instrument = instrument;
        this.firstSeen = firstSeen;
        this.exits = new ExitFills(book);
    }

    /** What the book says is held now. */
    void hold(int units, Money average, Instant now) {
        int more = Math.abs(units) - Math.abs(quantity);
        if (more > 0) {
            timeline.add(now, Step.OPENED, "%d more at %s on average".formatted(more, average));
        }
        entered = quantity == 0
                ? Math.abs(units) + exits.total().units()
                : entered + Math.max(0, Math.abs(units) - Math.abs(quantity));
        quantity = units;
        averagePrice = average;
        missing = 0;
    }

    /** A closing order from before it was known whose position this is. */
    void include(BrokerOrder close) {
        if (exits.include(close.clientOrderId()) && quantity != 0) {
            entered += close.filledQuantity();
        }
    }

    /** By the broker's own record of the entry, which knows better than what was seen here; 0 when there is none. */
    void enteredByBroker(int units) {
        if (units > 0) {
            entered = units;
        }
    }

    /** What it cost turned out to be something else. */
    void paid(Money average) {
        averagePrice = average;
    }

    /** It was opened here after all: a plan made for a stranger is none for it. */
    void own(String reference) {
        entryReference = reference;
        dropPlan();
    }

    boolean isOurs() {
        return !entryReference.equals(EXTERNAL);
    }

    String entryReference() {
        return entryReference;
    }

    /** A plan made here gives way to one that was frozen when the entry was decided; a frozen one to nothing. */
    void give(ExitPlan newPlan, Instant now) {
        boolean frozen = newPlan.origin() == ExitPlan.Origin.FROZEN_AT_ENTRY;
        if (plan == null || (frozen && (planMadeHere || plan.origin() == ExitPlan.Origin.REBUILT))) {
            plan(newPlan, now);
            planMadeHere = false;
        }
    }

    void make(ExitPlan newPlan, Instant now) {
        plan(newPlan, now);
        planMadeHere = true;
    }

    /** One made for a position opened elsewhere, which is not to be looked after any more or turned out to be ours. */
    void dropPlan() {
        plan = null;
        planMadeHere = false;
    }

    private void plan(ExitPlan newPlan, Instant now) {
        if (!newPlan.equals(plan)) {
            timeline.add(
                    now,
                    Step.PLANNED,
                    "%s: stop %s, target %s".formatted(newPlan.origin(), newPlan.stopAt(), newPlan.targetAt()));
        }
        plan = newPlan;
        prices.planChanged();
    }

    boolean isPlanMadeHere() {
        return plan != null && planMadeHere;
    }

    @Nullable
    ExitPlan plan() {
        return plan;
    }

    /** Signed units held. */
    int quantity() {
        return quantity;
    }

    boolean isShort() {
        return quantity < 0;
    }

    /** Units that ever came in. */
    int entered() {
        return entered;
    }

    Money averagePrice() {
        return averagePrice;
    }

    @Nullable
    ExitTrigger trigger() {
        return trigger;
    }

    Instant openedAt() {
        return plan == null ? firstSeen : plan.openedAt();
    }

    /** Fills account for everything that was ever held. */
    boolean isSoldByFills() {
        return exits.total().units() >= entered;
    }

    void start(ExitTrigger due) {
        if (trigger == null) {
            trigger = due.at(prices.mark(due.at()).orElse(null));
            timeline.add(
                    due.at(), Step.TRIGGERED, "%s: %s against %s".formatted(due.reason(), due.observed(), due.level()));
        }
    }

    /** True the first time only that its close has to wait. */
    boolean becomesPending() {
        boolean first = !pending;
        pending = true;
        return first;
    }

    /** What was told of it before a restart. */
    void restore(PositionRecord before) {
        timeline.restore(before.timeline());
        if (before.marks() != null) {
            prices.restore(before.marks());
        }
    }

    /** The contract's last session is over: it can neither be quoted nor traded any more. */
    boolean isExpired(TradingDays days, Instant now) {
        return instrument instanceof OptionContract contract
                && (SessionCalendar.tradingDate(now).isAfter(contract.expiry())
                        || days.on(contract.expiry())
                                .filter(session -> !now.isBefore(session.close()))
                                .isPresent());
    }

    PositionRecord record(State state, int units, Instant now) {
        return new PositionRecord(
                instrument,
                entryReference,
                units,
                averagePrice,
                state,
                goneSince != null ? ExitReason.CLOSED_EXTERNALLY : trigger == null ? null : trigger.reason(),
                trigger,
                plan,
                prices.marks(),
                live == null ? null : live.id().value(),
                timeline.events(),
                now);
    }

    boolean isOption() {
        return instrument instanceof OptionContract;
    }

    /** Age of what is known of its price; empty when nothing is. */
    Optional<Duration> priceAge(Instant now) {
        return prices.lastConfirmed().map(confirmed -> Duration.between(confirmed, now));
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
