package dev.opspipeline.risk;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.OrderStatus;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.TradeUpdate;
import dev.opspipeline.risk.EntryCommand.Alert;
import dev.opspipeline.risk.EntryCommand.Cancel;
import dev.opspipeline.risk.EntryCommand.LookUp;
import dev.opspipeline.risk.EntryCommand.Publish;
import dev.opspipeline.risk.EntryCommand.PublishFill;
import dev.opspipeline.risk.EntryCommand.Submit;
import dev.opspipeline.risk.OrderRecord.State;
import dev.opspipeline.signal.RecommendationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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

    /** A cancel is asked for again after this long (market time). */
    static final Duration CANCEL_AGAIN = Duration.ofSeconds(10);

    /** The broker may not list an order at once; "not found" counts only this long after it was sent (market time). */
    static final Duration PROTECTION = Duration.ofSeconds(5);

    private static final int NOT_FOUND_FOR_CERTAIN = 2;
    private static final long CODE_ID_NOT_UNIQUE = 40010001L;

    private final AccountBook book;
    private final Map<String, EntryProgress> entries = new LinkedHashMap<>();
    private final Map<RecommendationId, EntryIntent> known = new HashMap<>();
    private final Set<String> strays = new HashSet<>();

    public EntryOrders(AccountBook book) {
        this.book = book;
    }

    /** An intent was decided: its money is set aside in the same step. */
    public void decided(EntryIntent intent, Instant now) {
        EntryProgress entry = new EntryProgress(intent);
        book.reserve(entry.reservation(now));
        entries.put(intent.id().value(), entry);
        remember(intent);
    }

    /** An intent whose order is over: a further attempt of it may be met yet. */
    public void remember(EntryIntent intent) {
        known.putIfAbsent(intent.id().recommendation(), intent);
    }

    /** The decision is on record for good: now, and not before, it may be sent. */
    public List<EntryCommand> committed(ClientOrderId.Entry id, Instant now) {
        EntryProgress entry = entries.get(id.value());
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

    /**
     * An intent on record whose outcome is not, found after a start: it may or may not have been sent, by somebody who may
     * have done so a moment ago.
     */
    public List<EntryCommand> recovered(EntryIntent intent, Instant now) {
        EntryProgress entry = new EntryProgress(intent);
        entry.committed = true;
        entry.sentAt = now;
        if (entries.putIfAbsent(intent.id().value(), entry) != null) {
            return List.of();
        }
        remember(intent);
        book.reserve(entry.reservation(now));
        return lookUp(entry, new ArrayList<>());
    }

    /** What the broker said to a {@link Submit}. */
    public List<EntryCommand> submitted(ClientOrderId.Entry id, Reply<BrokerOrder> reply, Instant now) {
        EntryProgress entry = entries.get(id.value());
        if (entry == null || entry.state.isTerminal()) {
            return List.of();
        }
        entry.asking = false;
        List<EntryCommand> commands = new ArrayList<>();
        switch (reply) {
            case Reply.Answer<BrokerOrder>(BrokerOrder order) -> adopt(entry, order, now, commands);
            case Reply.Refused<BrokerOrder>(int status, long code, String message) -> {
                // An id sent before, or an order the stream told of: it is ours, whatever happened to the answer.
                String refusal = "%d/%d %s".formatted(status, code, message);
                if (entry.order != null) {
                    lookUp(entry, commands);
                } else if (mayBeDuplicate(code, message)) {
                    entry.refusal = refusal;
                    entry.sentAt = now;
                    lookUp(entry, commands);
                } else {
                    settle(entry, State.REJECTED, refusal, now, commands);
                }
            }
            case Reply.Unavailable<BrokerOrder>(String why) -> {
                if (entry.order == null) {
                    // The broker may still be working on it: "not found" means nothing until a while from now.
                    entry.sentAt = now;
                    publish(entry, "outcome unknown: " + why, now, commands);
                    lookUp(entry, commands);
                }
            }
        }
        return commands;
    }

    /** It was priced once more: the second order of the same decision, and the last. The first is over for certain. */
    public List<EntryCommand> repriced(EntryIntent first, Decision.Trade trade, Instant now) {
        EntryIntent next = first.next(trade);
        if (entries.containsKey(next.id().value())) {
            return List.of();
        }
        decided(next, now);
        return committed(next.id(), now);
    }

    /** It was not sent, and may be a little later: nothing objects but the number of requests. */
    public void postponed(ClientOrderId.Entry id) {
        EntryProgress entry = entries.get(id.value());
        if (entry != null && entry.order == null && !entry.state.isTerminal()) {
            entry.asking = false;
            entry.waiting = true;
        }
    }

    /** Entries are halted: what rests is canceled at once. */
    public List<EntryCommand> halted(Instant now) {
        List<EntryCommand> commands = new ArrayList<>();
        for (EntryProgress entry : entries.values()) {
            BrokerOrder order = entry.order;
            if (order != null && !entry.state.isTerminal() && mayAskAgain(entry, now)) {
                entry.cancelAskedAt = now;
                commands.add(new Cancel(entry.intent.id(), order.id()));
            }
        }
        return commands;
    }

    /** It was not sent after all: something forbade it at the last moment. */
    public List<EntryCommand> withheld(ClientOrderId.Entry id, String why, Instant now) {
        EntryProgress entry = entries.get(id.value());
        List<EntryCommand> commands = new ArrayList<>();
        if (entry != null && entry.order == null && !entry.state.isTerminal()) {
            entry.asking = false;
            settle(entry, State.EXPIRED, "not sent: " + why, now, commands);
        }
        return commands;
    }

    /** The code is also given to other requests that are not valid, and the text may change: either is only a hint. */
    private static boolean mayBeDuplicate(long code, String message) {
        return code == CODE_ID_NOT_UNIQUE || message.toLowerCase(Locale.ROOT).contains("must be unique");
    }

    /** What the broker said to a {@link LookUp}. */
    public List<EntryCommand> lookedUp(ClientOrderId.Entry id, Reply<BrokerOrder> reply, Instant now) {
        EntryProgress entry = entries.get(id.value());
        if (entry == null) {
            return List.of();
        }
        entry.asking = false;
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

    private void notFound(EntryProgress entry, Instant now, List<EntryCommand> commands) {
        if (entry.state.isTerminal()) {
            return;
        }
        if (entry.order != null) {
            // Confirmed once and denied now: whatever this is, sending it again would be the worst answer.
            commands.add(new Alert("order.vanished", "order %s is not found".formatted(entry.intent.id())));
            return;
        }
        if (entry.sentAt != null && now.isBefore(entry.sentAt.plus(PROTECTION))) {
            return;
        }
        entry.notFound++;
        if (entry.notFound < NOT_FOUND_FOR_CERTAIN) {
            lookUp(entry, commands);
        } else if (entry.refusal != null) {
            // No duplicate after all: it was refused for another reason under the same code.
            settle(entry, State.REJECTED, entry.refusal, now, commands);
        } else {
            entry.notFound = 0;
            send(entry, now, commands);
        }
    }

    private static List<EntryCommand> lookUp(EntryProgress entry, List<EntryCommand> commands) {
        entry.asking = true;
        commands.add(new LookUp(entry.intent.id()));
        return commands;
    }

    private List<EntryCommand> send(EntryProgress entry, Instant now, List<EntryCommand> commands) {
        if (entry.intent.isFresh(now)) {
            boolean late = entry.sentAt != null || entry.waiting;
            entry.asking = true;
            entry.waiting = false;
            entry.sentAt = now;
            commands.add(new Submit(entry.intent.id(), entry.intent.order(), late));
        } else {
            settle(entry, State.EXPIRED, "not sent: too old since " + entry.intent.expiresAt(), now, commands);
        }
        return commands;
    }

    /** The broker's stream told of an order; the book has been told already. */
    public List<EntryCommand> updated(TradeUpdate update, TradeUpdate.@Nullable Execution counted, Instant now) {
        EntryProgress entry = entryOf(update.order());
        if (entry == null) {
            return List.of();
        }
        List<EntryCommand> commands = new ArrayList<>();
        if (counted != null) {
            commands.add(new PublishFill(entry.fill(counted, update.at())));
        }
        adopt(entry, update.order(), now, commands);
        return commands;
    }

    /**
     * The broker listed its orders, all of the day or all that are open, and the book has taken them in. An order that the
     * stream has not told the end of is found out here; one that nobody here decided may not rest for ever.
     */
    public List<EntryCommand> listed(List<BrokerOrder> list, Instant now) {
        List<EntryCommand> commands = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (BrokerOrder order : list) {
            ids.add(order.clientOrderId());
            EntryProgress entry = entryOf(order);
            if (entry != null) {
                adopt(entry, order, now, commands);
            } else if (!order.status().isTerminal() && restsTooLong(order, now)) {
                cancelStray(order, commands);
            }
        }
        entries.values().stream()
                .filter(entry -> entry.order != null && !entry.asking && !entry.state.isTerminal())
                .filter(entry -> !ids.contains(entry.intent.id().value()))
                .forEach(entry -> lookUp(entry, commands));
        return commands;
    }

    /** The entry an order belongs to: one that is followed, or a further attempt sent by whoever acted before. */
    private @Nullable EntryProgress entryOf(BrokerOrder order) {
        EntryProgress followed = entries.get(order.clientOrderId());
        if (followed != null
                || !(ClientOrderId.parse(order.clientOrderId()).orElse(null) instanceof ClientOrderId.Entry id)) {
            return followed;
        }
        EntryIntent first = known.get(id.recommendation());
        if (first == null || id.attempt() == 1 || !id.tier().equals(first.id().tier())) {
            return null;
        }
        EntryProgress adopted = new EntryProgress(first.attempt(id, order));
        adopted.committed = true;
        entries.put(id.value(), adopted);
        return adopted;
    }

    private void cancelStray(BrokerOrder order, List<EntryCommand> commands) {
        if (ClientOrderId.parse(order.clientOrderId()).orElse(null) instanceof ClientOrderId.Entry id) {
            if (strays.add(id.value())) {
                commands.add(new Alert("order.stray", "order %s rests and nobody follows it".formatted(id)));
            }
            commands.add(new Cancel(id, order.id()));
        }
    }

    private void adopt(EntryProgress entry, BrokerOrder order, Instant now, List<EntryCommand> commands) {
        if (entry.state == State.EXPIRED && entry.order == null) {
            commands.add(new Alert(
                    "order.alive_after_expiry",
                    "order %s was given up and is %s".formatted(order.clientOrderId(), order.status())));
            entry.state = State.UNKNOWN;
        }
        BrokerOrder before = entry.order;
        boolean older = before != null && order.filledQuantity() < before.filledQuantity();
        if (entry.state.isTerminal() || older) {
            return;
        }
        book.apply(order, now);
        if (order.status() != OrderStatus.REJECTED) {
            book.accepted(entry.intent.id(), order.submittedAt());
        }
        entry.order = order;
        State state = EntryProgress.stateOf(order);
        if (state.isTerminal()) {
            settle(entry, state, "", now, commands);
            if (mayBeRepriced(entry, order, now)) {
                commands.add(new EntryCommand.Reprice(entry.intent));
            }
        } else if (before == null || state != entry.state || order.filledQuantity() > before.filledQuantity()) {
            entry.state = state;
            publish(entry, "", now, commands);
        }
    }

    /** Canceled because nobody sold at its price, and still worth having. */
    private static boolean mayBeRepriced(EntryProgress entry, BrokerOrder order, Instant now) {
        return entry.state == State.CANCELED
                && entry.cancelAskedAt != null
                && order.filledQuantity() == 0
                && entry.intent.id().attempt() == 1
                && entry.intent.isFresh(now);
    }

    private void settle(EntryProgress entry, State state, String detail, Instant now, List<EntryCommand> commands) {
        entry.state = state;
        book.release(entry.intent.id());
        publish(entry, detail, now, commands);
    }

    private static void publish(EntryProgress entry, String detail, Instant now, List<EntryCommand> commands) {
        commands.add(new Publish(entry.record(detail, now)));
    }

    /** Time passed: what is unknown is looked up, what rests too long is canceled. */
    public List<EntryCommand> tick(Instant now) {
        List<EntryCommand> commands = new ArrayList<>();
        for (EntryProgress entry : entries.values()) {
            BrokerOrder order = entry.order;
            if (!entry.committed || entry.asking || entry.state.isTerminal()) {
                continue;
            }
            if (entry.waiting) {
                send(entry, now, commands);
            } else if (order == null) {
                lookUp(entry, commands);
            } else if (restsTooLong(order, now) && mayAskAgain(entry, now)) {
                entry.cancelAskedAt = now;
                commands.add(new Cancel(entry.intent.id(), order.id()));
            }
        }
        return commands;
    }

    private static boolean restsTooLong(BrokerOrder order, Instant now) {
        return !now.isBefore(order.submittedAt().plus(TIME_TO_LIVE));
    }

    private static boolean mayAskAgain(EntryProgress entry, Instant now) {
        return entry.cancelAskedAt == null || !now.isBefore(entry.cancelAskedAt.plus(CANCEL_AGAIN));
    }

    /** Orders whose fate nobody knows at the moment. */
    public long unknown() {
        return entries.values().stream().filter(EntryProgress::isUnknown).count();
    }

    /** Forgets orders that ended before an instant, lest the list grow without end. */
    public void forgetSettledBefore(Instant instant) {
        entries.values()
                .removeIf(entry ->
                        entry.state.isTerminal() && entry.intent.expiresAt().isBefore(instant));
        known.values().removeIf(intent -> intent.expiresAt().isBefore(instant));
    }
}
