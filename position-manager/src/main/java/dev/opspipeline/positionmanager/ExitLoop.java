package dev.opspipeline.positionmanager;

import static java.util.Objects.requireNonNull;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.EntryFill;
import dev.opspipeline.account.HeldPosition;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.StreamWatch;
import dev.opspipeline.account.Tier;
import dev.opspipeline.account.TradeUpdate;
import dev.opspipeline.adapters.runtime.MarketClock;
import dev.opspipeline.exit.DeskFigures;
import dev.opspipeline.exit.ExitCommand;
import dev.opspipeline.exit.ExitDesk;
import dev.opspipeline.exit.ExitEvent;
import dev.opspipeline.exit.ExitPolicy;
import dev.opspipeline.exit.PositionRecord;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Quote;
import dev.opspipeline.market.SessionCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exits of one account on its thread: reads the broker, lets the desk judge, and has done what it wants. A reading that
 * fails leaves everything as it was, and the pass is not complete: no completed pass, no heartbeat, no entries.
 *
 * <p>While it stands by it has no desk at all; when its turn comes it starts as after a crash, from the broker.
 */
public final class ExitLoop {

    /** Positions, open orders and quotes are read this often (market time). */
    public static final Duration PERIOD = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(ExitLoop.class);
    private static final Duration PASS_IS_RECENT = PERIOD.multipliedBy(3);

    private final Tier tier;
    private final Questions questions;
    private final PositionJournal journal;
    private final ExitNews news;
    private final ExitMetrics metrics;
    private final MarketClock clock;
    private final ExitOrders orders;
    private final StreamWatch streamWatch = new StreamWatch();
    private final OperatorWishes wishes = new OperatorWishes();
    private final Housekeeping housekeeping;
    private final BrokerReadings readings;
    private final Runnable reconnect;
    private boolean onRequestOnly;
    private ExitPolicy policy;
    private @Nullable ExitDesk desk;

    /**
     * @param results where the broker's replies come back in as events
     * @param requests how the broker is asked
     * @param reconnect ends a connection of the trade-updates stream that has fallen silent
     */
    ExitLoop(
            Tier tier,
            BrokerAccess access,
            PositionJournal journal,
            ExitMetrics metrics,
            MarketClock clock,
            Consumer<Runnable> results,
            Requests requests,
            Runnable reconnect) {
        this.tier = tier;
        this.questions = new Questions(tier, access);
        this.journal = journal;
        this.news = new ExitNews(tier, journal, metrics);
        this.metrics = metrics;
        this.clock = clock;
        this.housekeeping = new Housekeeping(tier, access.broker(), questions, requests, this::handle);
        this.readings = new BrokerReadings(questions, requests, clock, () -> desk, this::handle, streamWatch);
        this.orders = new ExitOrders(tier, access.broker(), clock, results, requests, readings, this);
        this.reconnect = reconnect;
        this.policy = ExitPolicy.of(tier);
    }

    /** No rule will close anything: for an operator's own hand. */
    void closeOnRequestOnly() {
        onRequestOnly = true;
    }

    /** What is being closed and not gone yet. */
    Set<Instrument> closing() {
        return requireNonNull(desk, "stands by").closing();
    }

    /** What of that can be traded now. */
    Set<Instrument> closable() {
        return requireNonNull(desk, "stands by").closable(clock.now());
    }

    boolean isActing() {
        return desk != null;
    }

    /**
     * Starts from the broker's own records. False when the broker did not say all that is needed: try again.
     *
     * @param memory what was told before; empty when that is out of reach
     */
    boolean start(PositionMemory memory) {
        if (desk != null) {
            return true;
        }
        Instant asked = clock.now();
        LocalDate today = SessionCalendar.tradingDate(asked);
        Optional<SessionCalendar> calendar = questions.calendar(today);
        Optional<List<BrokerOrder>> history = questions.ordersSince(asked.minus(Housekeeping.HISTORY));
        Optional<List<HeldPosition>> positions = questions.positions();
        if (calendar.isEmpty() || history.isEmpty() || positions.isEmpty()) {
            return false;
        }
        AccountBook book = new AccountBook(tier);
        desk = onRequestOnly
                ? ExitDesk.onRequestOnly(tier, book, calendar.get())
                : new ExitDesk(tier, book, policy, calendar.get());
        memory.fills().forEach(fill -> handle(new ExitEvent.EntryFilled(fill, asked)));
        memory.positions().forEach(record -> handle(new ExitEvent.PositionRestored(record, asked)));
        handle(new ExitEvent.Started(positions.get(), history.get(), asked, clock.now()));
        wishes.standing(clock.now()).forEach(this::handle);
        readings.started(asked);
        housekeeping.started(asked, desk.unexplained());
        pass();
        return true;
    }

    /** Another instance has the account: forgets everything, for it will be read anew. */
    void standBy() {
        if (desk != null) {
            log.atInfo().addKeyValue("tier", tier).log("Standing by");
        }
        desk = null;
        metrics.show(null);
    }

    /** Reads the broker and looks after every position. */
    void pass() {
        ExitDesk current = desk;
        if (current == null) {
            return;
        }
        readings.readLists();
        readings.readQuotes();
        // Whatever has been answered by now: deadlines and known prices wait for nobody.
        handle(new ExitEvent.Tick(clock.now()));
        housekeeping.look(current.unexplained(), clock.now());
        if (streamWatch.isSilent(clock.now())) {
            journal.alert("trade updates are silent", Map.of("tier", tier.id()));
            log.atError().addKeyValue("tier", tier).log("Trade updates are silent: connecting anew");
            reconnect.run();
        }
        metrics.show(current.figures());
    }

    void submitted(ClientOrderId.Close id, Reply<BrokerOrder> reply) {
        if (reply instanceof Reply.Answer) {
            streamWatch.accepted(id.value(), clock.now());
        }
        handle(new ExitEvent.SubmitReplied(id, reply, clock.now()));
    }

    /** A stream of quotes told of one. */
    void quoted(OptionContract contract, Quote quote) {
        readings.streamed(contract, quote);
    }

    /** The broker's stream told of an order, ours or anybody's. */
    void updated(TradeUpdate update) {
        streamWatch.heard(update.order().clientOrderId());
        handle(new ExitEvent.OrderUpdated(update, clock.now()));
    }

    /** The stream was away and may have missed something. */
    void streamConnected() {
        streamWatch.connected();
        housekeeping.ordersMayBeMissing();
        ExitDesk current = desk;
        if (current != null) {
            housekeeping.missedOrders(current.unexplained(), clock.now());
            readings.readLists();
        }
    }

    /** The contracts a stream of quotes should bring. */
    Set<OptionContract> contractsToQuote() {
        return desk == null ? Set.of() : desk.contractsToQuote();
    }

    /** New terms, for what is opened or adopted from here on. */
    void policy(ExitPolicy next) {
        policy = next;
        handle(new ExitEvent.PolicyRead(next, clock.now()));
    }

    /** An entry's execution, with what is known of its decision. */
    void entryFilled(EntryFill fill) {
        handle(new ExitEvent.EntryFilled(fill, clock.now()));
    }

    /** What was told before can be read again: frozen plans take the place of rebuilt ones. */
    void remembered(PositionMemory memory) {
        ExitDesk current = desk;
        if (current == null) {
            return;
        }
        List<PositionRecord> held = memory.positions().stream()
                .filter(record -> current.manages(record.contract()))
                .collect(Collectors.toList());
        held.forEach(record -> handle(new ExitEvent.PositionRestored(record, clock.now())));
    }

    void flatten(String source, boolean includeExternal, String by, Instant at) {
        if (wishes.flatten(source, includeExternal, by, at)) {
            handle(wishes.flattening(clock.now()));
        }
    }

    void liftFlatten(String source) {
        if (wishes.lift(source)) {
            handle(wishes.flattening(clock.now()));
        }
    }

    void close(Instrument instrument, String by, Instant at, Instant expiresAt) {
        handle(wishes.close(instrument, by, at, expiresAt, clock.now()));
    }

    void closeAll(boolean includeExternal, String by, Instant at, Instant expiresAt) {
        handle(wishes.closeAll(includeExternal, by, at, expiresAt, clock.now()));
    }

    DeskFigures figures() {
        return requireNonNull(desk, "stands by").figures();
    }

    /** Sends a sign of life if the last pass was completed lately; called on this thread, so that it proves it alive. */
    void heartbeat() {
        Instant completed = readings.lastComplete();
        Instant read = readings.lastBrokerRead();
        if (desk == null || completed == null || read == null || !housekeeping.accountIsOurs()) {
            return;
        }
        Duration age = Duration.between(completed, clock.now());
        if (!age.isNegative() && age.compareTo(PASS_IS_RECENT) <= 0) {
            DeskFigures figures = desk.figures();
            journal.heartbeat(completed, read, figures.held(), figures.evaluated());
        }
    }

    void handle(ExitEvent event) {
        ExitDesk current = desk;
        if (current != null) {
            execute(current, current.handle(event));
        }
    }

    private void execute(ExitDesk current, List<ExitCommand> commands) {
        // Orders first: nobody's news may delay a close.
        for (ExitCommand command : commands) {
            if (command instanceof ExitCommand.Submit(var order)) {
                current.priceAge(order.instrument(), clock.now()).ifPresent(metrics::ordered);
            }
            orders.carryOut(command);
        }
        commands.forEach(news::tell);
    }
}
