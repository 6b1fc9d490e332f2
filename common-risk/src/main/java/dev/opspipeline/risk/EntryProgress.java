package dev.opspipeline.risk;

import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.EntryFill;
import dev.opspipeline.account.Reservation;
import dev.opspipeline.account.TradeUpdate;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.OrderRecord.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One intent and how far it has come. */
final class EntryProgress {

    final EntryIntent intent;
    State state = State.UNKNOWN;

    /** The decision is on record. */
    boolean committed;

    /** The broker is being asked; its answer comes back as an event. */
    boolean asking;

    /** Ready to go, and certainly not sent: it waits its turn. */
    boolean waiting;

    /** Times the broker said that it does not know the order, outside the protection window. */
    int notFound;

    /** Market time it was last sent, or may have been; null when it certainly was not. */
    @Nullable
    Instant sentAt;

    /** As the broker last confirmed it; null while it never did. */
    @Nullable
    BrokerOrder order;

    @Nullable
    Instant cancelAskedAt;

    /** What the broker refused it with when that may have meant "sent before"; null when it did not. */
    @Nullable
    String refusal;

    EntryProgress(EntryIntent intent) {
        this.intent = intent;
    }

    boolean isUnknown() {
        return committed && order == null && !state.isTerminal();
    }

    Reservation reservation(Instant now) {
        return new Reservation(
                intent.id(),
                intent.trade().contract(),
                intent.trade().contracts(),
                intent.trade().outlay(),
                now);
    }

    OrderRecord record(String detail, Instant now) {
        BrokerOrder known = order;
        int filled = known == null ? 0 : known.filledQuantity();
        Money average = known == null ? null : known.averageFillPrice();
        return new OrderRecord(
                intent.id().recommendation(),
                intent.id().value(),
                intent.trade().contract(),
                intent.trade().contracts(),
                intent.trade().limitPrice(),
                state,
                filled,
                average,
                known == null ? null : known.id(),
                detail,
                now);
    }

    EntryFill fill(TradeUpdate.Execution execution, Instant at) {
        return new EntryFill(
                execution.id(),
                intent.id().recommendation(),
                intent.id().value(),
                intent.trade().contract(),
                execution.quantity(),
                execution.price(),
                intent.id().strategy(),
                at,
                intent.accountEquityAtEntry(),
                intent.trade().outlay());
    }

    static State stateOf(BrokerOrder order) {
        return switch (order.status()) {
            case WORKING, UNKNOWN -> order.filledQuantity() > 0 ? State.PARTIALLY_FILLED : State.WORKING;
            case PARTIALLY_FILLED -> State.PARTIALLY_FILLED;
            case FILLED -> State.FILLED;
            case CANCELED, REPLACED -> State.CANCELED;
            case EXPIRED -> State.EXPIRED;
            case REJECTED -> State.REJECTED;
        };
    }
}
