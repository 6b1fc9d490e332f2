package dev.opspipeline.exit;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.Applied;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.Difference;
import dev.opspipeline.account.Side;
import dev.opspipeline.account.Tier;
import dev.opspipeline.account.TradeUpdate;
import dev.opspipeline.exit.PositionEvent.Step;
import dev.opspipeline.exit.PositionRecord.State;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.SessionCalendar;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Closes one account's positions: plan, quote and time in; closing orders out. No clock, no I/O, one thread.
 *
 * <p>A position counts as closed when fills account for all of it. When instead the broker has listed its positions twice
 * without it, it was closed elsewhere, and is done with once the broker's activities say for how much.
 */
public final class ExitDesk {

    private final AccountBook book;
    private final Ownership ownership;
    private final Closer closer;
    private final Roster positions;
    private final Corrections corrections;
    private final Rounds rounds;
    private TradingDays days;
    private Instant lastNow = Instant.MIN;
    private Rounds.@Nullable Flatten flatten;
    private DeskFigures figures = DeskFigures.NONE;
    private long discardedQuotes;
    private long differences;

    /**
     * @param book the process's one book of this account; the desk feeds it
     * @param policy the terms for positions whose plan is made here, until a newer one is read
     */
    public ExitDesk(Tier tier, AccountBook book, ExitPolicy policy, SessionCalendar calendar) {
        this(tier, book, policy, calendar, ExitRules.STANDARD);
    }

    /** One that closes what it is asked to and nothing else: for an operator's own hand. */
    public static ExitDesk onRequestOnly(Tier tier, AccountBook book, SessionCalendar calendar) {
        return new ExitDesk(tier, book, ExitPolicy.of(tier), calendar, List.of());
    }

    ExitDesk(Tier tier, AccountBook book, ExitPolicy policy, SessionCalendar calendar, List<ExitRule> rules) {
        this.book = book;
        this.days = new TradingDays(calendar);
        this.ownership = new Ownership(tier, book, policy);
        this.closer = new Closer(tier, book);
        this.positions = new Roster(book);
        this.corrections = new Corrections(book, positions, ownership);
        this.rounds = new Rounds(
                book, positions, ownership, closer, new Watch(rules), new Departures(book), corrections::finished);
    }

    /** Takes one event in and looks after every position. */
    public List<ExitCommand> handle(ExitEvent event) {
        Outbox out = new Outbox();
        lastNow = event.now();
        take(event, out);
        figures = rounds.go(days, flatten, event instanceof ExitEvent.OrderUpdated, event.now(), out);
        return out.commands();
    }

    /** How things stood at the end of the last pass. */
    public DeskFigures figures() {
        return figures.counting(discardedQuotes, differences);
    }

    /** The contracts whose quotes are needed: those with a plan or one to come, and those being closed; never one that has expired. */
    public Set<OptionContract> contractsToQuote() {
        Set<OptionContract> contracts = new TreeSet<>();
        positions.stream().filter(this::needsQuotes).forEach(position -> {
            if (position.instrument instanceof OptionContract contract) {
                contracts.add(contract);
            }
        });
        return contracts;
    }

    private boolean needsQuotes(ManagedPosition position) {
        boolean watched = position.plan() != null || position.trigger() != null || ownership.adopts(position);
        return watched && position.goneSince == null && !position.isExpired(days, lastNow);
    }

    /** What is being closed and not gone yet. */
    public Set<Instrument> closing() {
        return instruments(position -> position.trigger() != null);
    }

    /** What of that can be traded now: the market is open, and the contract has not expired. */
    public Set<Instrument> closable(Instant now) {
        return instruments(
                position -> position.trigger() != null && days.isOpen(now) && !position.isExpired(days, now));
    }

    private Set<Instrument> instruments(Predicate<ManagedPosition> which) {
        return positions.stream()
                .filter(which)
                .map(position -> position.instrument)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether something is held of it, or was until just now. */
    public boolean manages(Instrument instrument) {
        return positions.get(instrument) != null;
    }

    /** Those of them whose last price will soon be too old to act on: to be asked for elsewhere. */
    public Set<OptionContract> staleContracts(Instant now) {
        return contractsToQuote().stream()
                .filter(contract -> priceAge(contract, now).isEmpty()
                        || priceAge(contract, now).get().compareTo(PriceWatch.GETTING_OLD) > 0)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Age of what is known of a position's price; empty when nothing is. */
    public Optional<Duration> priceAge(Instrument instrument, Instant now) {
        return Optional.ofNullable(positions.get(instrument)).flatMap(position -> position.priceAge(now));
    }

    /**
     * What is held and was not opened by any order known here, and what is held otherwise than those orders make it: somebody
     * else's doing, an order that nobody told of, or a fill that was taken back. Read the orders to tell which.
     */
    public Set<Instrument> unexplained() {
        return Stream.concat(
                        instruments(position -> !position.isOurs()).stream(),
                        book.unexplained(SessionCalendar.tradingDate(lastNow)).stream()
                                .map(Difference::instrument))
                .collect(Collectors.toUnmodifiableSet());
    }

    private void take(ExitEvent event, Outbox out) {
        switch (event) {
            case ExitEvent.Started started -> {
                book.rebuild(started.positions(), started.orders(), started.asked());
                closer.brokerRead(started.asked());
                positions.listed(started.positions(), started.asked());
            }
            case ExitEvent.BrokerRead read -> {
                differ(book.reconcile(read.positions(), read.openOrders(), read.asked()), out);
                closer.brokerRead(read.asked());
                positions.listed(read.positions(), read.asked());
            }
            case ExitEvent.OrdersRead read ->
                book.relisted(read.orders(), read.now())
                        .forEach(correction -> corrections.take(correction, read.now(), out));
            case ExitEvent.ActivitiesRead read -> rounds.booked(read.activities(), read.now(), out);
            case ExitEvent.QuotesRead read -> quotesRead(read);
            case ExitEvent.PlanGiven given -> ownership.give(given.contract(), given.entryReference(), given.plan());
            case ExitEvent.PositionRestored restored -> {
                if (restored.record().state() != State.CLOSED) {
                    positions.restore(restored.record(), restored.now());
                    ownership.restore(restored.record());
                }
            }
            case ExitEvent.OrderUpdated updated -> updated(updated.update(), out);
            case ExitEvent.SubmitReplied replied -> {
                replied.reply().answer().ifPresent(order -> book.apply(order, replied.now()));
                positions
                        .closing(replied.id())
                        .forEach(p -> closer.submitReplied(p, replied.reply(), replied.now(), out));
            }
            case ExitEvent.LookUpReplied replied -> {
                replied.reply().answer().ifPresent(order -> book.apply(order, replied.now()));
                positions
                        .closing(replied.id())
                        .forEach(p -> closer.lookUpReplied(p, replied.reply(), replied.now(), out));
            }
            case ExitEvent.EntryFilled told -> ownership.filled(told.fill());
            case ExitEvent.PolicyRead read -> ownership.policy(read.policy());
            case ExitEvent.CloseRequested request -> requested(request, out);
            case ExitEvent.CloseAllRequested request ->
                positions.stream()
                        .filter(position -> position.isOurs() || request.includeExternal())
                        .filter(position -> ownership.wasHeld(position, request.asOf()))
                        .forEach(position ->
                                position.start(ExitTrigger.asked(ExitReason.OPERATOR, request.by(), request.now())));
            case ExitEvent.FlattenRequested request ->
                flatten = new Rounds.Flatten(request.includeExternal(), request.by(), request.asOf());
            case ExitEvent.FlattenLifted ignored -> flatten = null;
            case ExitEvent.CalendarRead read -> days = new TradingDays(read.calendar());
            case ExitEvent.Tick ignored -> {}
        }
    }

    private void quotesRead(ExitEvent.QuotesRead read) {
        read.quotes().forEach((contract, quote) -> {
            ManagedPosition position = positions.get(contract);
            if (position != null
                    && position.prices.read(quote, position.isShort(), position.plan()) == PriceWatch.Taken.UNUSABLE) {
                discardedQuotes++;
            }
        });
    }

    private void differ(List<Difference> found, Outbox out) {
        for (Difference difference : found) {
            if (difference.kind() == Difference.Kind.QUANTITY) {
                alert(difference, out);
            }
        }
    }

    private void alert(Difference difference, Outbox out) {
        differences++;
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
        Applied applied = book.apply(update);
        applied.differences().forEach(difference -> alert(difference, out));
        applied.correction().ifPresent(correction -> corrections.take(correction, update.at(), out));
        applied.execution().ifPresent(execution -> {
            boolean closes =
                    order.side() == (before < 0 || (position != null && position.isShort()) ? Side.BUY : Side.SELL);
            if (position != null && closes) {
                position.exits.add(order.clientOrderId(), execution);
                position.timeline.add(
                        update.at(),
                        Step.FILLED,
                        "%d at %s by %s".formatted(execution.quantity(), execution.price(), order.clientOrderId()));
            }
            if (!closes) {
                ownership.filled(order.instrument(), update.at());
            }
        });
    }

    private void requested(ExitEvent.CloseRequested request, Outbox out) {
        ManagedPosition position = positions.get(request.instrument());
        if (position == null || !ownership.wasHeld(position, request.asOf())) {
            out.add(new ExitCommand.Alert(
                    "nothing held to close",
                    Map.of("contract", request.instrument().symbol(), "by", request.by())));
        } else {
            position.start(ExitTrigger.asked(ExitReason.OPERATOR, request.by(), request.now()));
        }
    }
}
