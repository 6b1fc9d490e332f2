package dev.opspipeline.positionmanager;

import static java.util.Objects.requireNonNull;

import dev.opspipeline.account.AccountActivities;
import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.Broker;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.HeldPosition;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Tier;
import dev.opspipeline.account.TradeUpdate;
import dev.opspipeline.adapters.runtime.Inlet;
import dev.opspipeline.adapters.runtime.MarketClock;
import dev.opspipeline.contract.OptionMarket;
import dev.opspipeline.exit.DeskFigures;
import dev.opspipeline.exit.ExitCommand;
import dev.opspipeline.exit.ExitDesk;
import dev.opspipeline.exit.ExitEvent;
import dev.opspipeline.exit.ExitPolicy;
import dev.opspipeline.exit.PositionRecord;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Quote;
import dev.opspipeline.market.Session;
import dev.opspipeline.market.SessionCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exits of one account on its thread: reads the broker, lets the desk judge, and carries out what it wants done. A reading
 * that fails leaves everything as it was, and the pass is not complete: no completed pass, no heartbeat, no entries.
 */
public final class ExitLoop {

    /** Positions, open orders and quotes are read this often (market time). */
    static final Duration PERIOD = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(ExitLoop.class);
    private static final Duration HISTORY = Duration.ofDays(10);
    private static final Duration OVERLAP = Duration.ofMinutes(1);
    private static final Duration CHECK_PERIOD = Duration.ofMinutes(1);
    private static final Duration PASS_IS_RECENT = PERIOD.multipliedBy(3);
    private static final int CALENDAR_DAYS_BACK = 10;
    private static final int CALENDAR_DAYS_AHEAD = 60;

    private final Tier tier;
    private final Broker broker;
    private final AccountActivities activities;
    private final OptionMarket options;
    private final PositionJournal journal;
    private final MarketClock clock;
    private final Inlet results;
    private @Nullable ExitDesk desk;
    private @Nullable LocalDate calendarOf;
    private @Nullable Instant lastBrokerRead;
    private @Nullable Instant lastCompletedPass;
    private @Nullable Instant lastOrdersRead;
    private @Nullable Instant accountCheckedAt;
    private boolean accountIsOurs;
    private boolean ordersAreDue;
    private Set<Instrument> lookedUp = Set.of();

    /** @param results where the broker's replies come back in as events */
    ExitLoop(
            Tier tier,
            Broker broker,
            AccountActivities activities,
            OptionMarket options,
            PositionJournal journal,
            MarketClock clock,
            Inlet results) {
        this.tier = tier;
        this.broker = broker;
        this.activities = activities;
        this.options = options;
        this.journal = journal;
        this.clock = clock;
        this.results = results;
    }

    boolean isStarted() {
        return desk != null;
    }

    /**
     * Starts from the broker's own records. False when the broker did not say all that is needed: try again.
     *
     * @param remembered what was last published of the positions; empty when that is out of reach
     */
    boolean start(List<PositionRecord> remembered) {
        if (desk != null) {
            return true;
        }
        Instant asked = clock.now();
        Optional<SessionCalendar> calendar = calendar(SessionCalendar.tradingDate(asked));
        Optional<List<BrokerOrder>> orders = value("orders", broker.ordersSince(asked.minus(HISTORY)));
        Optional<List<HeldPosition>> positions = value("positions", broker.positions());
        if (calendar.isEmpty() || orders.isEmpty() || positions.isEmpty()) {
            return false;
        }
        desk = new ExitDesk(tier, new AccountBook(tier), ExitPolicy.of(tier), calendar.get());
        remembered.forEach(record -> handle(new ExitEvent.PositionRestored(record, asked)));
        handle(new ExitEvent.Started(positions.get(), orders.get(), asked, clock.now()));
        lastBrokerRead = asked;
        lastOrdersRead = asked;
        lookedUp = desk.unclaimed();
        pass();
        return true;
    }

    /** Reads the broker and looks after every position. */
    void pass() {
        if (desk == null) {
            return;
        }
        refreshCalendar();
        checkAccount();
        readMissedOrders();
        boolean read = readBroker();
        boolean quoted = readQuotes(desk.contractsToQuote());
        handle(new ExitEvent.Tick(clock.now()));
        if (read && quoted) {
            lastCompletedPass = clock.now();
        }
    }

    /** Whose account the key opens: exits go on whatever the answer, but nobody may open on the word of this loop. */
    private void checkAccount() {
        Instant now = clock.now();
        if (accountCheckedAt != null && now.isBefore(accountCheckedAt.plus(CHECK_PERIOD))) {
            return;
        }
        switch (broker.account()) {
            case Reply.Answer<AccountSnapshot> ours -> accountIsOurs = true;
            case Reply.Refused<AccountSnapshot> refused -> {
                accountIsOurs = false;
                log.atError()
                        .addKeyValue("tier", tier)
                        .addKeyValue("why", refused.message())
                        .log("Not our account");
                return;
            }
            case Reply.Unavailable<AccountSnapshot> unavailable -> {
                return;
            }
        }
        accountCheckedAt = now;
    }

    /**
     * An order that filled while the stream was away is in no list of open orders: without it, what it bought would pass for
     * somebody else's, and nobody would close it.
     */
    private void readMissedOrders() {
        ExitDesk current = requireNonNull(desk);
        Instant asked = clock.now();
        Set<Instrument> unclaimed = current.unclaimed();
        boolean isNew = !lookedUp.containsAll(unclaimed);
        boolean isLongAgo = lastOrdersRead == null || !asked.isBefore(lastOrdersRead.plus(CHECK_PERIOD));
        if (!ordersAreDue && !isNew && (unclaimed.isEmpty() || !isLongAgo)) {
            return;
        }
        Instant from = lastOrdersRead == null ? asked.minus(HISTORY) : lastOrdersRead.minus(OVERLAP);
        value("orders", broker.ordersSince(from)).ifPresent(orders -> {
            ordersAreDue = false;
            lookedUp = unclaimed;
            lastOrdersRead = asked;
            handle(new ExitEvent.OrdersRead(orders, clock.now()));
        });
    }

    private boolean readBroker() {
        Instant asked = clock.now();
        Optional<List<BrokerOrder>> orders = value("open orders", broker.openOrders());
        Optional<List<HeldPosition>> positions = value("positions", broker.positions());
        if (orders.isEmpty() || positions.isEmpty()) {
            return false;
        }
        lastBrokerRead = asked;
        handle(new ExitEvent.BrokerRead(positions.get(), orders.get(), asked, clock.now()));
        return true;
    }

    /** False when the broker could not be asked: blind price rules are not exits that work. */
    private boolean readQuotes(Set<OptionContract> contracts) {
        if (contracts.isEmpty()) {
            return true;
        }
        Optional<Map<OptionContract, Quote>> quotes = value("quotes", options.quotes(contracts));
        quotes.ifPresent(read -> handle(new ExitEvent.QuotesRead(read, clock.now())));
        return quotes.isPresent();
    }

    private void refreshCalendar() {
        LocalDate today = SessionCalendar.tradingDate(clock.now());
        if (!today.equals(calendarOf)) {
            calendar(today).ifPresent(read -> handle(new ExitEvent.CalendarRead(read, clock.now())));
        }
    }

    private Optional<SessionCalendar> calendar(LocalDate today) {
        Optional<List<Session>> sessions = value(
                "calendar", broker.sessions(today.minusDays(CALENDAR_DAYS_BACK), today.plusDays(CALENDAR_DAYS_AHEAD)));
        sessions.ifPresent(read -> calendarOf = today);
        return sessions.map(SessionCalendar::new);
    }

    /** The broker's stream told of an order, ours or anybody's. */
    void updated(TradeUpdate update) {
        handle(new ExitEvent.OrderUpdated(update, clock.now()));
    }

    /** The stream was away and may have missed something. */
    void streamConnected() {
        ordersAreDue = true;
        if (desk != null) {
            readMissedOrders();
            readBroker();
        }
    }

    /** Sends a sign of life if the last pass was completed lately; called on this thread, so that it proves it alive. */
    void heartbeat() {
        Instant completed = lastCompletedPass;
        Instant read = lastBrokerRead;
        if (desk == null || completed == null || read == null || !accountIsOurs) {
            return;
        }
        Duration age = Duration.between(completed, clock.now());
        if (!age.isNegative() && age.compareTo(PASS_IS_RECENT) <= 0) {
            DeskFigures figures = desk.figures();
            journal.heartbeat(completed, read, figures.held(), figures.evaluated());
        }
    }

    private void handle(ExitEvent event) {
        if (desk != null) {
            execute(desk.handle(event));
        }
    }

    private void execute(List<ExitCommand> commands) {
        // Orders first: nobody's news may delay a close.
        commands.forEach(this::trade);
        commands.forEach(this::tellWhateverHappens);
    }

    /** Nothing that goes wrong in telling may end a pass: the next position is still to be looked after. */
    private void tellWhateverHappens(ExitCommand command) {
        try {
            tell(command);
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("tier", tier)
                    .addKeyValue("command", command)
                    .setCause(e)
                    .log("News not told");
        }
    }

    private void trade(ExitCommand command) {
        switch (command) {
            case ExitCommand.Submit(var order) -> {
                Reply<BrokerOrder> reply = broker.submit(order);
                if (order.clientOrderId() instanceof ClientOrderId.Close id) {
                    results.post(() -> handle(new ExitEvent.SubmitReplied(id, reply, clock.now())));
                }
            }
            case ExitCommand.LookUp(var id) -> {
                Reply<BrokerOrder> reply = broker.order(id);
                results.post(() -> handle(new ExitEvent.LookUpReplied(id, reply, clock.now())));
            }
            case ExitCommand.Cancel(String brokerOrderId) -> {
                if (!(broker.cancel(brokerOrderId) instanceof Reply.Answer)) {
                    log.atWarn()
                            .addKeyValue("tier", tier)
                            .addKeyValue("order", brokerOrderId)
                            .log("Cancel not confirmed");
                }
            }
            case ExitCommand.ReadBroker() -> results.post(this::readBroker);
            case ExitCommand.ReadActivities(LocalDate since) ->
                value("activities", activities.since(since))
                        .ifPresent(booked ->
                                results.post(() -> handle(new ExitEvent.ActivitiesRead(booked, clock.now()))));
            case ExitCommand.Publish ignored -> {}
            case ExitCommand.PublishClosed ignored -> {}
            case ExitCommand.Alert ignored -> {}
        }
    }

    private void tell(ExitCommand command) {
        switch (command) {
            case ExitCommand.Publish(var position) -> journal.position(position);
            case ExitCommand.PublishClosed(var trade) -> journal.closed(trade);
            case ExitCommand.Alert(String text, var data) -> {
                log.atError()
                        .addKeyValue("tier", tier)
                        .addKeyValue("data", data)
                        .log(text);
                journal.alert(text, data);
            }
            case ExitCommand.Submit ignored -> {}
            case ExitCommand.LookUp ignored -> {}
            case ExitCommand.Cancel ignored -> {}
            case ExitCommand.ReadBroker ignored -> {}
            case ExitCommand.ReadActivities ignored -> {}
        }
    }

    private <T> Optional<T> value(String what, Reply<T> reply) {
        switch (reply) {
            case Reply.Answer<T> answer -> {}
            case Reply.Refused<T>(int status, long code, String message) ->
                log.atWarn()
                        .addKeyValue("tier", tier)
                        .addKeyValue("what", what)
                        .addKeyValue("status", status)
                        .addKeyValue("code", code)
                        .addKeyValue("message", message)
                        .log("Broker refused to say");
            case Reply.Unavailable<T>(String why) ->
                log.atWarn()
                        .addKeyValue("tier", tier)
                        .addKeyValue("what", what)
                        .addKeyValue("why", why)
                        .log("Broker cannot be asked");
        }
        return reply.answer();
    }
}
