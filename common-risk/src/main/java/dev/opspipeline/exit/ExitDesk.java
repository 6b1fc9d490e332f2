package dev.opspipeline.exit;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.Difference;
import dev.opspipeline.account.HeldPosition;
import dev.opspipeline.account.Side;
import dev.opspipeline.account.Tier;
import dev.opspipeline.account.TradeUpdate;
import dev.opspipeline.exit.PositionRecord.State;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Closes one account's positions: plan, quote and time in; closing orders out. No clock, no I/O, one thread.
 *
 * <p>A position counts as closed when fills account for all of it, or when the broker has listed its positions twice
 * without it; in the latter case it was closed elsewhere: its last record has no reason and no trade is published, until
 * somebody prices it from the broker's activities.
 */
public final class ExitDesk {

    private final AccountBook book;
    private final Ownership ownership;
    private final Closer closer;
    private final Watch watch;
    private final Map<Instrument, ManagedPosition> positions = new TreeMap<>(Comparator.comparing(Instrument::symbol));
    private TradingDays days;
    private @Nullable FlattenInForce flatten;
    private int held;
    private int evaluated;

    private record FlattenInForce(boolean includeExternal, String by) {}

    /**
     * @param book the process's one book of this account; the desk feeds it
     * @param terms the terms for positions whose plan is made here
     */
    public ExitDesk(Tier tier, AccountBook book, Function<Strategy, ExitTerms> terms, SessionCalendar calendar) {
        this(tier, book, terms, calendar, ExitRules.STANDARD);
    }

    /** With a stop that trails gains. */
    public ExitDesk(
            Tier tier,
            AccountBook book,
            Function<Strategy, ExitTerms> terms,
            SessionCalendar calendar,
            Trailing trailing) {
        this(tier, book, terms, calendar, ExitRules.with(trailing));
    }

    ExitDesk(
            Tier tier,
            AccountBook book,
            Function<Strategy, ExitTerms> terms,
            SessionCalendar calendar,
            List<ExitRule> rules) {
        this.book = book;
        this.days = new TradingDays(calendar);
        this.ownership = new Ownership(tier, book, terms);
        this.closer = new Closer(tier, book);
        this.watch = new Watch(rules);
    }

    /** Takes one event in and looks after every position. */
    public List<ExitCommand> handle(ExitEvent event) {
        Outbox out = new Outbox();
        take(event, out);
        boolean live = event instanceof ExitEvent.OrderUpdated;
        pass(event.now(), live, out);
        return out.commands();
    }

    /** Positions held at the end of the last pass. */
    public int held() {
        return held;
    }

    /** How many of them the last pass looked after: rules run, close under way, or nobody's to close but an operator's. */
    public int evaluated() {
        return evaluated;
    }

    /** The contracts whose quotes are needed: those with a plan, and those being closed. */
    public Set<OptionContract> contractsToQuote() {
        Set<OptionContract> contracts = new TreeSet<>();
        for (ManagedPosition position : positions.values()) {
            if (position.instrument instanceof OptionContract contract
                    && (position.plan() != null || position.trigger != null)) {
                contracts.add(contract);
            }
        }
        return contracts;
    }

    /**
     * What is held and was not opened by any order known here: somebody else's, or ours with an order that nobody told of.
     * Read the orders to tell which.
     */
    public Set<Instrument> unclaimed() {
        return positions.values().stream()
                .filter(position -> !position.isOurs())
                .map(position -> position.instrument)
                .collect(Collectors.toUnmodifiableSet());
    }

    private void take(ExitEvent event, Outbox out) {
        switch (event) {
            case ExitEvent.Started started -> {
                book.rebuild(started.positions(), started.orders(), started.asked());
                read(started.positions(), started.asked());
            }
            case ExitEvent.BrokerRead read -> {
                differences(book.reconcile(read.positions(), read.openOrders(), read.asked()), out);
                read(read.positions(), read.asked());
            }
            case ExitEvent.OrdersRead read -> read.orders().forEach(order -> book.apply(order, read.now()));
            case ExitEvent.QuotesRead read ->
                read.quotes().forEach((contract, quote) -> {
                    ManagedPosition position = positions.get(contract);
                    if (position != null) {
                        ExitPlan plan = position.plan();
                        position.prices.read(quote, plan == null ? null : plan.stopAt());
                    }
                });
            case ExitEvent.PlanGiven given ->
                ownership.give(given.contract(), given.entryReference(), given.plan(), null);
            case ExitEvent.PositionRestored restored -> restored(restored.record(), restored.now());
            case ExitEvent.OrderUpdated updated -> updated(updated.update(), out);
            case ExitEvent.SubmitReplied replied -> {
                replied.reply().answer().ifPresent(order -> book.apply(order, replied.now()));
                find(replied.id()).forEach(p -> closer.submitReplied(p, replied.reply(), replied.now(), out));
            }
            case ExitEvent.LookUpReplied replied -> {
                replied.reply().answer().ifPresent(order -> book.apply(order, replied.now()));
                find(replied.id()).forEach(p -> closer.lookUpReplied(p, replied.reply(), replied.now(), out));
            }
            case ExitEvent.CloseRequested request -> requested(request, out);
            case ExitEvent.FlattenRequested request ->
                flatten = new FlattenInForce(request.includeExternal(), request.by());
            case ExitEvent.FlattenLifted ignored -> flatten = null;
            case ExitEvent.CalendarRead read -> days = new TradingDays(read.calendar());
            case ExitEvent.Tick ignored -> {}
        }
    }

    /** Also one that is not held any more: two readings must say so before it is over. */
    private void restored(PositionRecord record, Instant now) {
        if (record.state() != State.CLOSED && !positions.containsKey(record.contract())) {
            ManagedPosition position = new ManagedPosition(record.contract(), book, now);
            positions.put(record.contract(), position);
            position.hold(record.quantity(), record.averagePrice());
        }
        ownership.restore(record);
    }

    private void read(List<HeldPosition> listed, Instant asked) {
        closer.brokerRead(asked);
        Set<String> symbols = new TreeSet<>();
        listed.forEach(position -> symbols.add(position.instrument().symbol()));
        for (ManagedPosition position : positions.values()) {
            if (!symbols.contains(position.instrument.symbol()) && book.held(position.instrument) == 0) {
                position.missing++;
            }
        }
    }

    private void differences(List<Difference> differences, Outbox out) {
        for (Difference difference : differences) {
            if (difference.kind() == Difference.Kind.QUANTITY) {
                alert(difference, out);
            }
        }
    }

    private static void alert(Difference difference, Outbox out) {
        out.add(new ExitCommand.Alert(
                "book and broker differ",
                Map.of(
                        "kind", difference.kind().name(),
                        "contract", difference.instrument().symbol(),
                        "order", difference.clientOrderId(),
                        "book", Integer.toString(difference.book()),
                        "broker", Integer.toString(difference.broker()))));
    }

    private void updated(TradeUpdate update, Outbox out) {
        BrokerOrder order = update.order();
        ManagedPosition position = positions.get(order.instrument());
        int before = book.held(order.instrument());
        var applied = book.apply(update);
        applied.differences().forEach(difference -> alert(difference, out));
        applied.execution().ifPresent(execution -> {
            boolean closes = order.side()
                    == (before < 0 || (position != null && position.quantity() < 0) ? Side.BUY : Side.SELL);
            if (position != null && closes) {
                position.exits.add(order.clientOrderId(), execution);
            }
            if (!closes) {
                ownership.filled(order.instrument(), update.at());
            }
        });
    }

    private Collection<ManagedPosition> find(ClientOrderId.Close id) {
        return positions.values().stream()
                .filter(position -> position.live != null && position.live.id().equals(id))
                .toList();
    }

    private void requested(ExitEvent.CloseRequested request, Outbox out) {
        ManagedPosition position = positions.get(request.instrument());
        if (position == null) {
            out.add(new ExitCommand.Alert(
                    "nothing held to close",
                    Map.of("contract", request.instrument().symbol(), "by", request.by())));
        } else {
            position.start(new ExitTrigger(ExitReason.OPERATOR, "asked by " + request.by(), "", request.now()));
        }
    }

    private void pass(Instant now, boolean live, Outbox out) {
        follow(now);
        positions.values().forEach(ownership::claim);
        held = 0;
        evaluated = 0;
        boolean open = days.isOpen(now);
        for (ManagedPosition position : List.copyOf(positions.values())) {
            closer.refresh(position, now, out);
            if (book.held(position.instrument) == 0) {
                leave(position, open, now, out);
                continue;
            }
            held++;
            boolean seen = ownership.plan(position, days, live, now, out);
            if (flatten != null && (position.isOurs() || flatten.includeExternal())) {
                position.start(new ExitTrigger(ExitReason.KILL_SWITCH, "asked by " + flatten.by(), "", now));
            }
            seen &= watch.evaluate(position, days, now, out);
            if (position.trigger != null) {
                closer.advance(position, open, now, out);
                seen = true;
            }
            evaluated += seen ? 1 : 0;
            publish(position, open, now, out);
        }
    }

    private void follow(Instant now) {
        for (Instrument instrument : book.instruments()) {
            ManagedPosition position = positions.get(instrument);
            if (position == null) {
                position = new ManagedPosition(instrument, book, now);
                positions.put(instrument, position);
            }
            ownership.claim(position);
            position.hold(book.held(instrument), book.averagePrice(instrument).orElse(Money.ZERO));
        }
    }

    private void publish(ManagedPosition position, boolean open, Instant now, Outbox out) {
        State state = position.live != null
                ? State.CLOSING
                : position.trigger == null ? State.OPEN : open ? State.CLOSING : State.CLOSE_PENDING;
        position.news(position.record(state, position.quantity(), now)).ifPresent(record -> {
            out.add(new ExitCommand.Publish(record));
            if (state == State.CLOSE_PENDING) {
                out.alert("close waits for the market to open", position);
            }
        });
    }

    /** Nothing is held any more: gone for good once no order of ours is alive and fills or two readings say so. */
    private void leave(ManagedPosition position, boolean open, Instant now, Outbox out) {
        boolean sold = position.isSoldByFills();
        if (position.live != null) {
            closer.advance(position, open, now, out);
        } else if (sold || position.missing > 1) {
            positions.remove(position.instrument);
            ownership.forget(position);
            out.add(new ExitCommand.Publish(position.record(State.CLOSED, 0, now)));
            position.closedTrade(now).ifPresent(trade -> out.add(new ExitCommand.PublishClosed(trade)));
            if (!sold || position.trigger == null) {
                out.alert("position was closed elsewhere", position);
            }
        }
    }
}
