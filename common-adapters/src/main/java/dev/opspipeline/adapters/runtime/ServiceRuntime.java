package dev.opspipeline.adapters.runtime;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A service's loop with the clock it runs by. Which clock is one setting:
 *
 * <ul>
 *   <li>{@code wall}: market time is the machine's time. Always so in production.
 *   <li>{@code running;speed=5;wall=<instant>;market=<instant>}: market time ran {@code market} at wall time {@code wall} and
 *       runs so many times faster.
 *   <li>{@code stepped;address=127.0.0.1:4711}: the sandbox says what time it is, and waits for everybody to get there.
 * </ul>
 */
public final class ServiceRuntime implements AutoCloseable {

    private static final Clock WALL = Clock.systemUTC();

    private static final int EXIT_LOOP_DIED = 70;
    /** How often (wall time) the loop shows that it lives. */
    private static final Duration BEAT = Duration.ofSeconds(2);
    /** How often (wall time) it looks again while the service lacks something: a start or a recovery is seen at once. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final EventLoop loop;
    private final WallTimer wallTimer = new WallTimer();
    private final MarketClock clock;
    private final @Nullable StepClient steps;
    private final Inlet pulse;
    private final Vitals vitals;
    /** One look at a time, however long the loop takes to get there. */
    private final AtomicBoolean looking = new AtomicBoolean();

    /**
     * The loop that a service needs under a clock setting; make its inlets, then the runtime.
     *
     * @throws IllegalArgumentException when the setting is none of the above
     */
    public static EventLoop loop(String clockSetting, String service) {
        return switch (ClockSetting.parse(clockSetting)) {
            case ClockSetting.Stepped stepped -> EventLoop.stepped(service);
            case ClockSetting.Wall wall -> EventLoop.free(service);
            case ClockSetting.Running running -> EventLoop.free(service);
        };
    }

    /**
     * @param clockSetting see above
     * @param service the name of the service and its tier, as in {@code dispatcher-large}
     * @param instance unique among the service's instances
     * @param loop made for the same setting
     * @param timers the loop's inlet for what is due
     * @throws IllegalArgumentException when the setting is none of the above
     * @throws java.io.UncheckedIOException when the sandbox's clock cannot be reached
     */
    public ServiceRuntime(String clockSetting, String service, String instance, EventLoop loop, Inlet timers) {
        this(clockSetting, service, instance, null, loop, timers);
    }

    /**
     * @param properties the instance's name and clock, and the file that shows it alive
     * @param service the name of the service and its tier, as in {@code dispatcher-large}
     * @param loop made for the same clock setting
     * @param timers the loop's inlet for what is due
     * @throws IllegalArgumentException when the setting is none of the above
     * @throws java.io.UncheckedIOException when the sandbox's clock cannot be reached
     */
    public ServiceRuntime(ServiceProperties properties, String service, EventLoop loop, Inlet timers) {
        this(properties.marketClock(), service, properties.instance(), properties.heartbeatFile(), loop, timers);
    }

    private ServiceRuntime(
            String clockSetting,
            String service,
            String instance,
            @Nullable Path heartbeatFile,
            EventLoop loop,
            Inlet timers) {
        this.loop = loop;
        this.pulse = loop.wallInlet("pulse");
        this.vitals = new Vitals(WALL, heartbeatFile);
        switch (ClockSetting.parse(clockSetting)) {
            case ClockSetting.Wall() -> {
                Instant now = WALL.instant();
                steps = null;
                clock = new RunningMarketClock(WALL, now, now, 1, wallTimer.scheduler(), timers);
            }
            case ClockSetting.Running(double speed, Instant wall, Instant market) -> {
                steps = null;
                clock = new RunningMarketClock(WALL, wall, market, speed, wallTimer.scheduler(), timers);
            }
            case ClockSetting.Stepped(String host, int port) -> {
                steps = new StepClient(host, port, service, instance);
                clock = new SteppedMarketClock(steps.start(), timers);
            }
        }
    }

    /** Whether the sandbox says what time it is, and waits: then nothing may come in from beside the loop's thread. */
    public boolean isStepped() {
        return steps != null;
    }

    public EventLoop loop() {
        return loop;
    }

    public MarketClock clock() {
        return clock;
    }

    public WallTimer wallTimer() {
        return wallTimer;
    }

    /** Whether the loop lives and the service is ready. */
    public Vitals vitals() {
        return vitals;
    }

    /**
     * Starts handling events; in steps, only those of wall time until {@link #keepStep}. Should an error end the loop, the
     * process goes with it and is started anew by whoever keeps it alive.
     */
    public void start() {
        loop.onDeath(() -> Thread.ofPlatform().daemon().start(() -> System.exit(EXIT_LOOP_DIED)));
        loop.start();
        pulse.post(vitals::beat);
        wallTimer.every(BEAT, () -> pulse.post(vitals::beat));
        wallTimer.every(LOOK, () -> {
            if (!vitals.objections().isEmpty() && looking.compareAndSet(false, true)) {
                pulse.post(() -> {
                    looking.set(false);
                    vitals.beat();
                });
            }
        });
    }

    /**
     * In steps, tells the sandbox that this service is there to be waited for, and takes turns from now on: call it once
     * everything listens. Does nothing on any other clock.
     *
     * @param published flushes what this service sends and says, per topic, the last offset written
     * @param onClockLost runs when the sandbox's clock is gone
     */
    public void keepStep(Supplier<Map<String, Long>> published, Runnable onClockLost) {
        if (steps != null && clock instanceof SteppedMarketClock stepped) {
            steps.serve(loop, stepped, published, onClockLost);
        }
    }

    /** The machine's clock: for ages of heartbeats and of what the store said, never for the market. */
    public Clock wallClock() {
        return WALL;
    }

    /**
     * Waits (wall time) until what has come in so far is handled: before a stop, so that what the broker has answered is told.
     * In steps, only what wall time brings. False when it is not by then.
     */
    public boolean settle(Duration timeout) {
        CompletableFuture<Boolean> settled = new CompletableFuture<>();
        pulse.post(() -> settled.complete(true));
        return settled.completeOnTimeout(false, timeout.toNanos(), TimeUnit.NANOSECONDS)
                .join();
    }

    @Override
    public void close() {
        if (steps != null) {
            steps.close();
        }
        wallTimer.close();
        loop.close();
    }
}
