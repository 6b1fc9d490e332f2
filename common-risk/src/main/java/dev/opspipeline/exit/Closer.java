package dev.opspipeline.exit;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.account.PositionIntent;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Side;
import dev.opspipeline.account.Tier;
import dev.opspipeline.exit.PositionEvent.Step;
import dev.opspipeline.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries a close through: one order at a time, read back before the next, with growing urgency, until nothing is left.
 * It never gives up, and never sells more than the broker says is held and free.
 */
final class Closer {

    /** An order not done by then is cancelled and sent anew. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Between two questions about an order nobody knows of; the broker may be slow to list it. */
    static final Duration ASK_AGAIN = Duration.ofSeconds(2);

    static final int TRIES_BEFORE_ALERT = 3;

    private static final Duration SOON = Duration.ofSeconds(1);

    /** "client_order_id must be unique": it was sent before. */
    private static final long NOT_UNIQUE = 40010001;

    private static final int FORBIDDEN = 403;
    private static final int UNPROCESSABLE = 422;

    private final Tier tier;
    private final AccountBook book;
    private Instant lastReading = Instant.MIN;

    Closer(Tier tier, AccountBook book) {
        this.tier = tier;
        this.book = book;
    }

    /** A reading of positions that began then has been taken into the book. */
    void brokerRead(Instant asked) {
        lastReading = asked.isAfter(lastReading) ? asked : lastReading;
    }

    /** What the book has learned of the live order, from whatever source; and any order of ours that was not known here. */
    void refresh(ManagedPosition position, Instant now, Outbox out) {
        ClosingOrder live = position.live;
        if (live != null) {
            book.order(live.id().value()).ifPresent(order -> {
                if (order.status().isTerminal() && isPriced(order)) {
                    ended(position, live, order, now, out);
                } else {
                    live.working();
                }
            });
        }
        if (position.live == null) {
            adopt(position);
        }
    }

    /** What it fetched has been told; else it is asked for. */
    private static boolean isPriced(BrokerOrder order) {
        return order.filledQuantity() == 0 || order.averageFillPrice() != null;
    }

    private void adopt(ManagedPosition position) {
        for (BrokerOrder order : book.orders(position.instrument)) {
            if (!order.status().isTerminal()
                    && ClientOrderId.parse(order.clientOrderId()).orElse(null) instanceof ClientOrderId.Close id
                    && id.tier() == tier) {
                boolean unused = position.exits.include(id.value());
                position.live = ClosingOrder.adopted(id, order.limitPrice() == null, order.submittedAt());
                return;
            }
        }
    }

    private void ended(ManagedPosition position, ClosingOrder live, BrokerOrder order, Instant now, Outbox out) {
        position.live = null;
        if (order.filledQuantity() < order.quantity()) {
            failed(position, live, true, order.status().name(), now, out);
        }
    }

    /** The next step of a close that has been started. */
    void advance(ManagedPosition position, boolean open, Instant now, Outbox out) {
        ClosingOrder live = position.live;
        if (live != null) {
            chase(position, live, open, now, out);
        } else if (!open) {
            position.tries = 0;
            position.urgency = 0;
        } else if (book.held(position.instrument) != 0
                && !now.isBefore(position.nextTry)
                && isReadBack(position, now)
                && !entryIsCancelled(position, now, out)) {
            send(position, now, out);
        }
    }

    /** A failed order is not followed by another before the broker was read; a broker that cannot be read only delays. */
    private boolean isReadBack(ManagedPosition position, Instant now) {
        Instant needed = position.readNeeded;
        return needed == null || !lastReading.isBefore(needed) || !now.isBefore(needed.plus(PATIENCE));
    }

    /** An entry that still works would buy what is being sold: it is cancelled first, but not waited for without end. */
    private boolean entryIsCancelled(ManagedPosition position, Instant now, Outbox out) {
        List<BrokerOrder> entries = book.orders(position.instrument).stream()
                .filter(order -> !order.status().isTerminal() && order.side() == Side.BUY)
                .filter(order ->
                        ClientOrderId.parse(order.clientOrderId()).orElse(null) instanceof ClientOrderId.Entry id
                                && id.tier() == tier)
                .toList();
        if (entries.isEmpty()) {
            return false;
        }
        Instant since = position.entryCancelledAt;
        if (since == null) {
            position.entryCancelledAt = now;
            entries.forEach(order -> out.add(new ExitCommand.Cancel(order.instrument(), order.id())));
            return true;
        }
        return now.isBefore(since.plus(PATIENCE));
    }

    private void send(ManagedPosition position, Instant now, Outbox out) {
        int held = book.held(position.instrument);
        int taken = held > 0 ? book.selling(position.instrument) : book.buying(position.instrument);
        int quantity = Math.abs(held) - taken;
        if (quantity <= 0) {
            waitForOthers(position, held > 0 ? Side.SELL : Side.BUY, now, out);
            return;
        }
        position.waitingSince = null;
        PositionIntent intent = held > 0 ? PositionIntent.SELL_TO_CLOSE : PositionIntent.BUY_TO_CLOSE;
        ClientOrderId.Close id =
                ClientOrderId.Close.of(tier, position.instrument, position.entryReference(), attempt(position));
        @Nullable Money limit = ClosePrice.limit(position, intent, now);
        position.timeline.add(
                now,
                Step.ORDERED,
                "%d by %s at %s".formatted(quantity, id, limit == null ? "market" : "limit " + limit));
        position.live = ClosingOrder.sent(id, limit == null, now);
        boolean unused = position.exits.include(id.value());
        out.add(new ExitCommand.Submit(new OrderRequest(id, position.instrument, intent, quantity, limit)));
    }

    /** One more than the broker is known to have; never counted here, so that every instance comes to the same id. */
    private int attempt(ManagedPosition position) {
        return 1
                + book.orders(position.instrument).stream()
                        .mapToInt(order ->
                                ClientOrderId.parse(order.clientOrderId()).orElse(null)
                                                        instanceof ClientOrderId.Close id
                                                && id.entryReference().equals(position.entryReference())
                                        ? id.attempt()
                                        : 0)
                        .max()
                        .orElse(0);
    }

    /** Everything held is being sold already, by orders that are not this close's: after a while it goes first. */
    private void waitForOthers(ManagedPosition position, Side side, Instant now, Outbox out) {
        Instant since = position.waitingSince;
        if (since == null) {
            position.waitingSince = now;
            out.add(new ExitCommand.ReadBroker());
        } else if (!now.isBefore(since.plus(PATIENCE))) {
            position.waitingSince = now;
            out.add(new ExitCommand.ReadBroker());
            book.orders(position.instrument).stream()
                    .filter(order -> !order.status().isTerminal() && order.side() == side)
                    .forEach(order -> {
                        out.alert("close cancels an order in its way", position, "order", order.clientOrderId());
                        out.add(new ExitCommand.Cancel(order.instrument(), order.id()));
                    });
        }
    }

    private void chase(ManagedPosition position, ClosingOrder live, boolean open, Instant now, Outbox out) {
        Duration sinceAsked = Duration.between(live.askedAt(), now);
        boolean nothingLeft = book.held(position.instrument) == 0;
        switch (live.phase()) {
            case SENT -> {
                if (sinceAsked.compareTo(PATIENCE) >= 0) {
                    live.unknown();
                    lookUp(live, now, out);
                }
            }
            case UNKNOWN -> {
                if (sinceAsked.compareTo(ASK_AGAIN) >= 0) {
                    lookUp(live, now, out);
                }
            }
            case WORKING -> {
                boolean late = sinceAsked.compareTo(PATIENCE) >= 0 && (open || nothingLeft);
                if (late || (nothingLeft && live.becomesLate())) {
                    book.order(live.id().value())
                            .filter(order -> !order.status().isTerminal())
                            .ifPresent(order -> out.add(new ExitCommand.Cancel(order.instrument(), order.id())));
                    lookUp(live, now, out);
                }
            }
        }
        if (open && !nothingLeft && !now.isBefore(live.sentAt().plus(PATIENCE)) && live.becomesLate()) {
            tried(position, "not filled in " + PATIENCE.toSeconds() + " s", out);
        }
    }

    private static void lookUp(ClosingOrder live, Instant now, Outbox out) {
        live.asked(now);
        out.add(new ExitCommand.LookUp(live.id()));
    }

    /** What came of sending. */
    void submitReplied(ManagedPosition position, Reply<BrokerOrder> reply, Instant now, Outbox out) {
        ClosingOrder live = position.live;
        if (live == null) {
            return;
        }
        switch (reply) {
            case Reply.Answer<BrokerOrder> ignored -> live.working();
            case Reply.Unavailable<BrokerOrder> ignored -> {
                live.unknown();
                lookUp(live, now, out);
            }
            case Reply.Refused<BrokerOrder> refused
            when isSentBefore(refused) -> {
                live.unknown();
                lookUp(live, now, out);
            }
            case Reply.Refused<BrokerOrder> refused -> {
                position.live = null;
                boolean byRule = refused.httpStatus() == FORBIDDEN || refused.httpStatus() == UNPROCESSABLE;
                failed(position, live, byRule, refused.message(), now, out);
            }
        }
    }

    private static boolean isSentBefore(Reply.Refused<BrokerOrder> refused) {
        return refused.code() == NOT_UNIQUE || refused.message().contains("must be unique");
    }

    /** What came of looking up: found is adopted, and only what is not there twice may be sent again, with the same id. */
    void lookUpReplied(ManagedPosition position, Reply<BrokerOrder> reply, Instant now, Outbox out) {
        ClosingOrder live = position.live;
        if (live == null) {
            return;
        }
        switch (reply) {
            case Reply.Answer<BrokerOrder> ignored -> live.working();
            case Reply.Refused<BrokerOrder> refused
            when refused.isNotFound() -> {
                boolean longAgo = !now.isBefore(live.sentAt().plus(ASK_AGAIN));
                if (live.notFoundAgain() > 1 && longAgo) {
                    position.live = null;
                    failed(position, live, false, "never arrived", now, out);
                }
            }
            case Reply.Refused<BrokerOrder> ignored -> {}
            case Reply.Unavailable<BrokerOrder> ignored -> {}
        }
    }

    private void failed(
            ManagedPosition position, ClosingOrder order, boolean escalate, String why, Instant now, Outbox out) {
        if (escalate) {
            position.urgency++;
        }
        position.timeline.add(now, Step.FAILED, "%s: %s".formatted(order.id(), why));
        if (order.becomesLate()) {
            tried(position, why, out);
        }
        position.nextTry = now.plus(position.tries < TRIES_BEFORE_ALERT ? SOON : PATIENCE);
        position.readNeeded = now;
        out.add(new ExitCommand.ReadBroker());
    }

    private static void tried(ManagedPosition position, String why, Outbox out) {
        position.tries++;
        if (position.tries % TRIES_BEFORE_ALERT == 0) {
            out.alert("close keeps failing", position, "why", position.tries + " tries, last: " + why);
        }
    }
}
