package dev.opspipeline.risk;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.EntryFill;
import dev.opspipeline.account.OrderStatus;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Reservation;
import dev.opspipeline.account.TradeUpdate;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.EntryCommand.Alert;
import dev.opspipeline.risk.EntryCommand.Cancel;
import dev.opspipeline.risk.EntryCommand.LookUp;
import dev.opspipeline.risk.EntryCommand.Publish;
import dev.opspipeline.risk.EntryCommand.PublishFill;
import dev.opspipeline.risk.EntryCommand.Submit;
import dev.opspipeline.risk.OrderRecord.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entry orders of one account, from the decision to the broker's last word: decided → committed → sent → unknown → looked
 * up → settled. Doubled and lost orders come from here, so it is a heart: events in, commands out, one thread, no clock.
 *
 * <p>Money is set aside in the book from the decision on and let go of only when it is certain that the order is over. An
 * order of unknown fate is looked up by its id until the broker knows it, or has twice said that it does not.
 */
public final class EntryOrders {

    /** An unfilled order is canceled after this long (market time). */
    static final Duration TIME_TO_LIVE = Duration.ofSeconds(60);

    /** The broker may not list an order at once; "not found" counts only this long after it was sent (market time). */
    static final Duration PROTECTION = Duration.ofSeconds(5);

    private static final int NOT_FOUND_FOR_CERTAIN = 2;
    private static final long CODE_ID_NOT_UNIQUE = 40010001L;

    private final AccountBook book;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    public EntryOrders(AccountBook book) {
        this.book = book;
    }

    /** One intent and how far it has come. */
    private static final class Entry {
        private final EntryIntent intent;
        private State state = State.UNKNOWN;
        private boolean committed;
        private boolean sending;
        private int notFound;
        private @Nullable Instant sentAt;
        private @Nullable BrokerOrder order;
        private @Nullable Instant cancelAskedAt;

        private Entry(EntryIntent intent) {
            this.intent = intent;
        }
    }

    /** An intent was decided: its money is set aside in the same step. */
    public void decided(EntryIntent intent, Instant now) {
        book.reserve(new Reservation(
                intent.id(),
                intent.trade().contract(),
                intent.trade().contracts(),
                intent.trade().outlay(),
                now));
        entries.put(intent.id().value(), new Entry(intent));
    }

    /** The decision is on record for good: now, and not before, it may be sent. */
    public List<EntryCommand> committed(ClientOrderId.Entry id, Instant now) {
        Entry entry = entries.get(id.value());
        if (entry == null || entry.committed) {
            return List.of();
        }
        entry.committed = true;
        return send(entry, now, new ArrayList<>());
    }

    /** The decision is not on record, so it never was: its money is free again. */
    public void notCommitted(ClientOrderId.Entry id) {
        entries.remove(id.value());
        book.release(id);
    }

    /** An intent on record whose outcome is not, found after a start: it may or may not have been sent. */
    public List<EntryCommand> recovered(EntryIntent intent, Instant now) {
        Entry entry = new Entry(intent);
        entry.committed = true;
        if (entries.putIfAbsent(intent.id().value(), entry) != null) {
            return List.of();
        }
        book.reserve(new Reservation(
                intent.id(),
                intent.trade().contract(),
                intent.trade().contracts(),
                intent.trade().outlay(),
                now));
        entry.sending = true;
        return List.of(new LookUp(intent.id()));
    }

    /** What the broker said to a {@link Submit}. */
    public List<EntryCommand> submitted(ClientOrderId.Entry id, Reply<BrokerOrder> reply, Instant now) {
        Entry entry = entries.get(id.value());
        if (entry == null || entry.state.isTerminal()) {
            return List.of();
        }
        entry.sending = false;
        List<EntryCommand> commands = new ArrayList<>();
        switch (reply) {
            case Reply.Answer<BrokerOrder>(BrokerOrder order) -> adopt(entry, order, now, commands);
            case Reply.Refused<BrokerOrder> refused
            when refused.code() == CODE_ID_NOT_UNIQUE -> {
                // It was sent before: that order is ours, whatever happened to the answer.
                entry.sending = true;
                commands.add(new LookUp(id));
            }
            case Reply.Refused<BrokerOrder>(int status, long code, String message) ->
                settle(entry, State.REJECTED, "%d/%d %s".formatted(status, code, message), now, commands);
            case Reply.Unavailable<BrokerOrder>(String why) -> {
                publish(entry, "outcome unknown: " + why, now, commands);
                entry.sending = true;
                commands.add(new LookUp(id));
            }
        }
        return commands;
    }

    /** What the broker said to a {@link LookUp}. */
    public List<EntryCommand> lookedUp(ClientOrderId.Entry id, Reply<BrokerOrder> reply, Instant now) {
        Entry entry = entries.get(id.value());
        if (entry == null) {
            return List.of();
        }
        entry.sending = false;
        List<EntryCommand> commands = new ArrayList<>();
        switch (reply) {
            case Reply.Answer<BrokerOrder>(BrokerOrder order) -> adopt(entry, order, now, commands);
            case Reply.Refused<BrokerOrder> refused when refused.isNotFound() -> notFound(entry, now, commands);
            case Reply.Refused<BrokerOrder> refused ->
                commands.add(new Alert("order.look_up_refused", refused.message()));
            case Reply.Unavailable<BrokerOrder> unavailable -> {
                // asked again at the next tick
            }
        }
        return commands;
    }

    private void notFound(Entry entry, Instant now, List<EntryCommand> commands) {
        boolean protectedStill = entry.sentAt != null && now.isBefore(entry.sentAt.plus(PROTECTION));
        if (protectedStill || entry.state.isTerminal()) {
            return;
        }
        entry.notFound++;
        if (entry.notFound < NOT_FOUND_FOR_CERTAIN) {
            entry.sending = true;
            commands.add(new LookUp(entry.intent.id()));
        } else {
            entry.notFound = 0;
            send(entry, now, commands);
        }
    }

    private List<EntryCommand> send(Entry entry, Instant now, List<EntryCommand> commands) {
        if (entry.intent.isFresh(now)) {
            entry.sending = true;
            entry.sentAt = now;
            commands.add(new Submit(entry.intent.id(), entry.intent.order()));
        } else {
            settle(entry, State.EXPIRED, "not sent: too old since " + entry.intent.expiresAt(), now, commands);
        }
        return commands;
    }

    /** The broker's stream told of an order; the book has been told already. */
    public List<EntryCommand> updated(TradeUpdate update, TradeUpdate.@Nullable Execution counted, Instant now) {
        Entry entry = entries.get(update.order().clientOrderId());
        if (entry == null) {
            return List.of();
        }
        List<EntryCommand> commands = new ArrayList<>();
        if (counted != null) {
            commands.add(new PublishFill(fill(entry.intent, counted, update.at())));
        }
        adopt(entry, update.order(), now, commands);
        return commands;
    }

    private static EntryFill fill(EntryIntent intent, TradeUpdate.Execution execution, Instant at) {
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

    private void adopt(Entry entry, BrokerOrder order, Instant now, List<EntryCommand> commands) {
        if (entry.state == State.EXPIRED) {
            commands.add(new Alert(
                    "order.alive_after_expiry",
                    "order %s was given up and is %s".formatted(order.clientOrderId(), order.status())));
            entry.state = State.UNKNOWN;
        }
        boolean older = entry.order != null && order.filledQuantity() < entry.order.filledQuantity();
        if (entry.state.isTerminal() || older) {
            return;
        }
        book.apply(order, now);
        if (order.status() != OrderStatus.REJECTED) {
            book.accepted(entry.intent.id(), order.submittedAt());
        }
        entry.order = order;
        State state = stateOf(order);
        if (state.isTerminal()) {
            settle(entry, state, "", now, commands);
        } else if (state != entry.state || order.filledQuantity() > 0) {
            entry.state = state;
            publish(entry, "", now, commands);
        }
    }

    private static State stateOf(BrokerOrder order) {
        return switch (order.status()) {
            case WORKING, UNKNOWN -> order.filledQuantity() > 0 ? State.PARTIALLY_FILLED : State.WORKING;
            case PARTIALLY_FILLED -> State.PARTIALLY_FILLED;
            case FILLED -> State.FILLED;
            case CANCELED, REPLACED -> State.CANCELED;
            case EXPIRED -> State.EXPIRED;
            case REJECTED -> State.REJECTED;
        };
    }

    private void settle(Entry entry, State state, String detail, Instant now, List<EntryCommand> commands) {
        entry.state = state;
        book.release(entry.intent.id());
        publish(entry, detail, now, commands);
    }

    private static void publish(Entry entry, String detail, Instant now, List<EntryCommand> commands) {
        BrokerOrder order = entry.order;
        int filled = order == null ? 0 : order.filledQuantity();
        Money average = order == null ? null : order.averageFillPrice();
        commands.add(new Publish(new OrderRecord(
                entry.intent.id().recommendation(),
                entry.intent.id().value(),
                entry.intent.trade().contract(),
                entry.intent.trade().contracts(),
                entry.intent.trade().limitPrice(),
                entry.state,
                filled,
                average,
                order == null ? null : order.id(),
                detail,
                now)));
    }

    /** Time passed: what is unknown is looked up, what rests too long is canceled. */
    public List<EntryCommand> tick(Instant now) {
        List<EntryCommand> commands = new ArrayList<>();
        for (Entry entry : entries.values()) {
            BrokerOrder order = entry.order;
            if (!entry.committed || entry.sending || entry.state.isTerminal()) {
                continue;
            }
            if (order == null) {
                entry.sending = true;
                commands.add(new LookUp(entry.intent.id()));
            } else if (!now.isBefore(order.submittedAt().plus(TIME_TO_LIVE)) && mayAskAgain(entry, now)) {
                entry.cancelAskedAt = now;
                commands.add(new Cancel(entry.intent.id(), order.id()));
            }
        }
        return commands;
    }

    private static boolean mayAskAgain(Entry entry, Instant now) {
        return entry.cancelAskedAt == null || !now.isBefore(entry.cancelAskedAt.plus(Duration.ofSeconds(10)));
    }

    /** Orders whose fate nobody knows at the moment. */
    public long unknown() {
        return entries.values().stream()
                .filter(entry -> entry.committed && entry.order == null && !entry.state.isTerminal())
                .count();
    }

    /** Forgets orders that ended before an instant, lest the list grow without end. */
    public void forgetSettledBefore(Instant instant) {
        entries.values()
                .removeIf(entry ->
                        entry.state.isTerminal() && entry.intent.expiresAt().isBefore(instant));
    }
}
