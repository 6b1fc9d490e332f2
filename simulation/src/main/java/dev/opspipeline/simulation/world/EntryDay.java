package dev.opspipeline.simulation.world;

import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.EntryFill;
import dev.opspipeline.account.OrderStatus;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Side;
import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.runtime.EventLoop;
import dev.opspipeline.adapters.runtime.Inlet;
import dev.opspipeline.adapters.runtime.Traces;
import dev.opspipeline.contract.PriceGrid;
import dev.opspipeline.dispatcher.AccountDispatcher;
import dev.opspipeline.dispatcher.AccountIdentity;
import dev.opspipeline.dispatcher.AccountPorts;
import dev.opspipeline.dispatcher.Acting;
import dev.opspipeline.dispatcher.Checkpoint;
import dev.opspipeline.dispatcher.DecisionLog;
import dev.opspipeline.dispatcher.ExitManagerWatch;
import dev.opspipeline.dispatcher.Journal;
import dev.opspipeline.dispatcher.LimitsInForce;
import dev.opspipeline.dispatcher.OnRecord;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.DecisionRecord;
import dev.opspipeline.risk.OrderRecord;
import dev.opspipeline.risk.TierLimits;
import dev.opspipeline.risk.TradingDesk;
import dev.opspipeline.signal.Recommendation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One hour of one account's real dispatcher at a simulated exchange, from a seed: bursts of recommendations, fills whole and
 * in part, lost answers and messages, commits of unknown outcome, restarts. Has no Kafka: what would be on record is kept here.
 */
public final class EntryDay implements AutoCloseable {

    private static final Instant START = Instant.parse("2026-04-09T14:00:00Z");
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final int STEPS = 720;
    private static final int REFRESH_STEPS = 2;
    private static final String ACCOUNT = "SIM-1";

    private final Random random;
    private final Tier tier;
    private final SimulatedExchange exchange;
    private final OneTickerChains chains;
    private final EventLoop loop = EventLoop.free("day");
    private final Inlet inlet = loop.localInlet("day");
    private final Inlet results = loop.localInlet("results");
    private final MovedTime time = new MovedTime(START);
    private final SignalBursts bursts;
    private final List<DecisionRecord> onRecord = new ArrayList<>();
    private final Map<String, OrderRecord> told = new LinkedHashMap<>();
    private final List<OnRecord.SaidControl> controls = new ArrayList<>();
    private final Deque<Recommendation> waiting = new ArrayDeque<>();
    private final String document;
    private final Journal journal = new Written();
    private int restarts;
    private LimitsInForce limits;
    private AccountDispatcher dispatcher;

    /**
     * @param document the tier's limits, as an operator would write them
     * @param equity the account's, at the start
     */
    public EntryDay(Random random, Tier tier, Money equity, String document, Misfortune misfortune) {
        this.random = random;
        this.tier = tier;
        this.document = document;
        this.exchange = new SimulatedExchange(ACCOUNT, equity, misfortune, random, time::now);
        this.bursts = new SignalBursts(random);
        this.chains = new OneTickerChains(random, SignalBursts.TICKERS, time::now);
        this.limits = new LimitsInForce(tier, journal);
        this.dispatcher = dispatcher();
        loop.start();
    }

    public SimulatedExchange exchange() {
        return exchange;
    }

    /** Every decision that is on record. */
    public List<DecisionRecord> decisions() {
        return List.copyOf(onRecord);
    }

    public Instant now() {
        return time.now();
    }

    /** What the dispatcher said of its own state. */
    public List<OnRecord.SaidControl> controls() {
        return List.copyOf(controls);
    }

    public int recommended() {
        return bursts.made();
    }

    public int restarts() {
        return restarts;
    }

    /** Plays the hour; {@code afterStep} runs after each step. */
    public void play(Runnable afterStep) {
        step(this::recover);
        for (int step = 0; step < STEPS; step++) {
            time.pass(STEP);
            boolean refresh = step % REFRESH_STEPS == 0;
            chains.wander();
            step(() -> {
                market();
                stream();
                if (refresh) {
                    store();
                    dispatcher.refresh();
                }
                dispatcher.tick();
            });
            if (step < STEPS - 100) {
                waiting.addAll(bursts.next(time.now()));
            }
            step(this::decide);
            afterStep.run();
        }
    }

    /** One task on the account's thread, and every answer to what it asked of the broker. */
    private void step(Runnable task) {
        inlet.call(-1, () -> {
            task.run();
            return true;
        });
        int asked;
        do {
            asked = exchange.asked();
            inlet.call(-1, () -> true);
        } while (asked != exchange.asked());
    }

    private void market() {
        for (BrokerOrder order : exchange.orders()) {
            if (order.status().isTerminal() || order.side() != Side.BUY) {
                continue;
            }
            Ticker ticker = ((OptionContract) order.instrument()).underlying();
            Money limit = order.limitPrice() == null ? chains.ask(ticker) : order.limitPrice();
            double luck = random.nextDouble();
            if (luck < 0.01) {
                exchange.end(order.clientOrderId(), OrderStatus.REJECTED);
            } else if (luck < 0.12) {
                exchange.fill(order.clientOrderId(), order.quantity(), limit);
            } else if (luck < 0.16) {
                exchange.fill(order.clientOrderId(), 1 + random.nextInt(order.quantity()), limit);
            }
        }
        for (Lot lot : exchange.lots()) {
            if (random.nextDouble() < 0.02) {
                exchange.sellByHand(lot.instrument(), chains.bid(((OptionContract) lot.instrument()).underlying()));
            }
        }
    }

    private void stream() {
        exchange.drainUpdates().forEach(dispatcher::updated);
        if (exchange.streamBroke()) {
            dispatcher.streamConnected();
        }
        if (random.nextDouble() < 0.003) {
            restarts++;
            // What was told last may not have got out.
            told.keySet().stream().toList().reversed().stream()
                    .limit(random.nextInt(3))
                    .forEach(told::remove);
            dispatcher.standBy();
            dispatcher = dispatcher();
            recover();
        }
    }

    private void recover() {
        Set<String> settled = told.values().stream()
                .filter(step -> step.state().isTerminal())
                .map(OrderRecord::clientOrderId)
                .collect(Collectors.toSet());
        dispatcher.recover(new OnRecord(onRecord, settled, controls, List.of(), List.of(), List.of()));
    }

    private void decide() {
        if (waiting.isEmpty()) {
            return;
        }
        List<Recommendation> batch = List.copyOf(waiting);
        boolean all = dispatcher.handle(batch, (decisions, handled, written) -> {
            written.run();
            double luck = random.nextDouble();
            DecisionLog.Outcome outcome = luck < 0.02
                    ? DecisionLog.Outcome.UNKNOWN
                    : luck < 0.04 ? DecisionLog.Outcome.NOT_COMMITTED : DecisionLog.Outcome.COMMITTED;
            if (outcome == DecisionLog.Outcome.COMMITTED || (outcome == DecisionLog.Outcome.UNKNOWN && luck < 0.01)) {
                onRecord.addAll(decisions);
                while (batch.size() - waiting.size() < handled) {
                    waiting.remove();
                }
            }
            return outcome;
        });
        if (!all) {
            recover();
        }
    }

    /** The parameter store is read again, and nothing has changed. */
    private void store() {
        limits.offered(document, "1", time.now());
        limits.killSwitch("none", time.now());
    }

    private AccountDispatcher dispatcher() {
        limits = new LimitsInForce(tier, journal);
        store();
        ExitManagerWatch exitManager = new ExitManagerWatch();
        exitManager.heard(time.now().plus(Duration.ofHours(2)));
        return new AccountDispatcher(
                new AccountIdentity(tier, ACCOUNT, false),
                new TradingDesk(PriceGrid.CENTS),
                new AccountPorts(
                        exchange,
                        chains,
                        tickers -> new Reply.Answer<>(tickers.stream()
                                .collect(Collectors.toMap(ticker -> ticker, ticker -> OneTickerChains.SPOT))),
                        OptionalInt::empty,
                        () -> Optional.of(Duration.ZERO),
                        () -> {}),
                limits,
                exitManager,
                journal,
                new Acting(),
                time,
                time.wall(),
                results,
                Checkpoint.Observer.NONE,
                Traces.OFF,
                new SimpleMeterRegistry());
    }

    @Override
    public void close() {
        loop.close();
    }

    /** What would be on the topics. */
    private final class Written implements Journal {

        @Override
        public void order(OrderRecord step) {
            told.put(step.clientOrderId(), step);
        }

        @Override
        public void fill(EntryFill fill) {
            // nobody here reads them
        }

        @Override
        public void limits(TierLimits limits, String text) {
            // nobody here reads them
        }

        @Override
        public void control(Control control) {
            controls.add(new OnRecord.SaidControl(controls.size(), control));
        }

        @Override
        public void audit(String event, String detail) {
            // nobody here reads them
        }
    }
}
