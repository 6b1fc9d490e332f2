package dev.opspipeline.dispatcher;

import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.runtime.EventLoop;
import dev.opspipeline.adapters.runtime.TraceStep;
import dev.opspipeline.contract.PriceGrid;
import dev.opspipeline.risk.TradingDesk;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** One instance of the large account's dispatcher on its own thread, wired as the service wires it, but for its edges. */
final class TradingPost implements AutoCloseable {

    static final Tier TIER = Tier.LARGE;

    /** No cooldowns and no lean, so that one decision does not depend on another. */
    static final String DOCUMENT = """
            { // as an operator would write it
              "account_tier": "large", "max_net_delta_pct": null, "ticker_cooldown_minutes": 0,
              "cooldown_with_positions_seconds": 0, "cooldown_without_positions_seconds": 0 }
            """;

    private static final int ROUNDS = 10;

    final EventLoop loop;
    final DispatcherInlets inlets;
    final HandMovedClock clock;
    final LimitsInForce limits;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Acting acting = new Acting();
    final ExitManagerWatch exitManager = new ExitManagerWatch();
    final List<TraceStep> steps = new CopyOnWriteArrayList<>();
    final AtomicInteger reconnects = new AtomicInteger();
    final AccountDispatcher dispatcher;

    TradingPost(
            String name,
            HandMovedClock clock,
            FakeExchange exchange,
            Journal journal,
            Checkpoint.Observer checkpoints) {
        this.clock = clock;
        loop = EventLoop.free(name);
        inlets = DispatcherInlets.of(loop, TIER);
        limits = new LimitsInForce(TIER, journal);
        dispatcher = new AccountDispatcher(
                new AccountIdentity(TIER, FakeExchange.ACCOUNT, false),
                new TradingDesk(PriceGrid.CENTS),
                new AccountPorts(
                        exchange,
                        exchange,
                        exchange,
                        exchange::requestsLeft,
                        exchange::clockAhead,
                        reconnects::incrementAndGet),
                limits,
                exitManager,
                journal,
                acting,
                clock,
                Clock.systemUTC(),
                inlets.results(),
                checkpoints,
                steps::add,
                meters);
    }

    /** Starts the thread with limits in force and an exit manager that was just heard. */
    TradingPost opened() {
        loop.start();
        onThread(() -> {
            Instant wallNow = Clock.systemUTC().instant();
            exitManager.heard(wallNow);
            limits.offered(stored(DOCUMENT, 1, wallNow), wallNow);
            limits.killSwitch("none", wallNow);
        });
        return this;
    }

    /** The exit manager's next beat. */
    void heard() {
        onThread(() -> exitManager.heard(Clock.systemUTC().instant()));
    }

    /** The large account's document as the store would hold it. */
    static StoredDocument stored(String text, long version, Instant writtenAt) {
        return new StoredDocument("/ops-pipeline/dispatcher_config_large", version, writtenAt, text);
    }

    <T> T ask(Supplier<T> question) {
        return inlets.lifecycle().call(-1, question);
    }

    void onThread(Runnable task) {
        ask(() -> {
            task.run();
            return true;
        });
        settle();
    }

    /** Lets the broker's answers come in, and what they lead to. */
    void settle() {
        for (int round = 0; round < ROUNDS; round++) {
            inlets.lifecycle().call(-1, () -> true);
        }
    }

    /** Market time passes, with everything that is due. */
    void pass(Duration duration) {
        clock.advance(duration);
        onThread(dispatcher::tick);
        onThread(dispatcher::refresh);
    }

    @Override
    public void close() {
        loop.close();
    }
}
