package dev.opspipeline.positionmanager;

import dev.opspipeline.account.EntryFill;
import dev.opspipeline.account.Side;
import dev.opspipeline.account.Tier;
import dev.opspipeline.account.TradeUpdate;
import dev.opspipeline.adapters.runtime.MarketClock;
import dev.opspipeline.exit.ClosedTrade;
import dev.opspipeline.exit.ExitPlan;
import dev.opspipeline.exit.PositionRecord;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Session;
import dev.opspipeline.market.SessionCalendar;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One position manager on a simulated exchange, on the test's own thread and clock. */
final class ExitRig {

    static final OptionContract CALL = OptionContract.parse("NVDA260417C00190000");
    static final OptionContract EXPIRES_TODAY = OptionContract.parse("NVDA260409C00190000");
    static final String DAY_ENTRY = "tiny.d.NVDA-20260409T1431-CALL-trend1.e1";
    static final String SWING_ENTRY = "tiny.s.NVDA-20260409T1431-CALL-trend1.e1";

    private static final Set<LocalDate> HOLIDAYS =
            Set.of(LocalDate.of(2026, 4, 3), LocalDate.of(2026, 9, 7), LocalDate.of(2026, 11, 26));
    private static final Set<LocalDate> HALF_DAYS = Set.of(LocalDate.of(2026, 11, 27));

    final SimulatedExchange exchange;
    final Journal journal = new Journal();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final ExitLoop exits;
    final ExitControls controls;
    final ExitParameters parameters;
    int reconnects;
    private final Deque<Runnable> results = new ArrayDeque<>();

    ExitRig(SimulatedExchange exchange) {
        this(exchange, null);
    }

    /** @param told where it is told, in place of the rig's own journal */
    ExitRig(SimulatedExchange exchange, @org.jspecify.annotations.Nullable PositionJournal told) {
        this(exchange, told, new BrokerAccess(exchange, exchange, exchange), null);
    }

    /**
     * @param access the exchange, perhaps with something in between
     * @param beside runs readings; in turn when null
     */
    ExitRig(
            SimulatedExchange exchange,
            @org.jspecify.annotations.Nullable PositionJournal told,
            BrokerAccess access,
            java.util.concurrent.@org.jspecify.annotations.Nullable Executor beside) {
        this.exchange = exchange;
        Clock clock = new Clock(exchange);
        PositionJournal used = told == null ? journal : told;
        exits = new ExitLoop(
                Tier.TINY,
                access,
                used,
                new ExitMetrics(Tier.TINY, meters),
                clock,
                results::add,
                beside == null ? Requests.inTurn() : Requests.beside(beside, results::add),
                () -> reconnects++);
        controls = new ExitControls(Tier.TINY, exits, clock);
        parameters = new ExitParameters(new PolicyInForce(Tier.TINY, used, exits::policy), exits, clock);
        exchange.streams.add(this::heard);
    }

    private void heard(TradeUpdate update) {
        results.add(() -> exits.updated(update));
    }

    /** Killed: nothing that was on its way comes in any more. */
    void kill() {
        exchange.streams.remove(exchange.streams.size() - 1);
        results.clear();
    }

    boolean start(PositionMemory memory) {
        boolean started = exits.start(memory);
        drain();
        exits.streamConnected();
        drain();
        return started;
    }

    void pass() {
        exits.pass();
        drain();
    }

    /** What has been told and answered is taken in, and what follows from it done. */
    void drain() {
        while (!results.isEmpty()) {
            results.removeFirst().run();
        }
    }

    /** Five seconds go by. */
    void step() {
        exchange.advance(exchange.now.plusSeconds(5));
        drain();
        pass();
    }

    void steps(int count) {
        for (int i = 0; i < count; i++) {
            step();
        }
    }

    void at(String newYork) {
        exchange.advance(newYork(newYork));
        drain();
        pass();
    }

    List<dev.opspipeline.account.OrderRequest> sent() {
        return exchange.submitted;
    }

    int sold() {
        return exchange.orders.values().stream()
                .filter(order -> order.side() == Side.SELL)
                .mapToInt(dev.opspipeline.account.BrokerOrder::filledQuantity)
                .sum();
    }

    static Instant newYork(String local) {
        return LocalDateTime.parse(local).atZone(SessionCalendar.EXCHANGE_ZONE).toInstant();
    }

    static SimulatedExchange exchange(String newYork) {
        return new SimulatedExchange(sessions(), newYork(newYork));
    }

    static List<Session> sessions() {
        return LocalDate.of(2026, 1, 2)
                .datesUntil(LocalDate.of(2027, 1, 1))
                .filter(date -> date.getDayOfWeek() != DayOfWeek.SATURDAY
                        && date.getDayOfWeek() != DayOfWeek.SUNDAY
                        && !HOLIDAYS.contains(date))
                .map(date -> new Session(
                        date,
                        newYork(date + "T09:30"),
                        newYork(date + (HALF_DAYS.contains(date) ? "T13:00" : "T16:00"))))
                .toList();
    }

    /** What Kafka would remember. */
    static final class Journal implements PositionJournal, PositionMemory {

        final List<PositionRecord> positions = new ArrayList<>();
        final List<ClosedTrade> closed = new ArrayList<>();
        final List<String> alerts = new ArrayList<>();
        final List<EntryFill> fills = new ArrayList<>();
        int heartbeats;

        @Override
        public void position(PositionRecord position) {
            positions.add(position);
        }

        @Override
        public void closed(ClosedTrade trade) {
            closed.add(trade);
        }

        @Override
        public void alert(String text, Map<String, String> data) {
            alerts.add(text);
        }

        @Override
        public void heartbeat(Instant marketTime, Instant lastBrokerRead, int held, int evaluated) {
            heartbeats++;
        }

        @Override
        public List<PositionRecord> positions() {
            Map<String, PositionRecord> last = new LinkedHashMap<>();
            positions.forEach(record -> last.put(record.contract().symbol(), record));
            return last.values().stream()
                    .filter(record -> record.state() != PositionRecord.State.CLOSED)
                    .toList();
        }

        @Override
        public List<EntryFill> fills() {
            return List.copyOf(fills);
        }

        ExitPlan plan() {
            return java.util.Objects.requireNonNull(positions.getLast().plan());
        }
    }

    record Clock(SimulatedExchange exchange) implements MarketClock {

        @Override
        public Instant now() {
            return exchange.now;
        }

        @Override
        public Timer at(Instant instant, Runnable task) {
            throw new UnsupportedOperationException("the loop sets no timers itself");
        }

        @Override
        public Timer every(java.time.Duration period, Runnable task) {
            throw new UnsupportedOperationException("the loop sets no timers itself");
        }
    }
}
