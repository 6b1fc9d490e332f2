package dev.opspipeline.adapters.runtime;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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

    private static final String STEPPED = "stepped";
    private static final int EXIT_LOOP_DIED = 70;

    private final EventLoop loop;
    private final WallTimer wallTimer = new WallTimer();
    private final MarketClock clock;
    private final @Nullable StepClient steps;

    /** The loop that a service needs under a clock setting; make its inlets, then the runtime. */
    public static EventLoop loop(String clockSetting, String service) {
        return clockSetting.startsWith(STEPPED) ? EventLoop.stepped(service) : EventLoop.free(service);
    }

    /**
     * @param clockSetting see above
     * @param service the name of the service and its tier, as in {@code dispatcher-large}
     * @param instance unique among the service's instances
     * @param loop made for the same setting
     * @param timers the loop's inlet for what is due
     * @throws IllegalArgumentException when the setting is none of the above
     */
    public ServiceRuntime(String clockSetting, String service, String instance, EventLoop loop, Inlet timers) {
        this.loop = loop;
        String[] parts = clockSetting.split(";");
        Map<String, String> options = Arrays.stream(parts)
                .skip(1)
                .map(part -> part.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        switch (parts[0]) {
            case "wall" -> {
                Instant now = WALL.instant();
                steps = null;
                clock = new RunningMarketClock(WALL, now, now, 1, wallTimer.scheduler(), timers);
            }
            case "running" -> {
                steps = null;
                clock = new RunningMarketClock(
                        WALL,
                        Instant.parse(option(options, "wall")),
                        Instant.parse(option(options, "market")),
                        Double.parseDouble(option(options, "speed")),
                        wallTimer.scheduler(),
                        timers);
            }
            case STEPPED -> {
                steps = new StepClient(address(option(options, "address")), service, instance);
                clock = new SteppedMarketClock(steps.start(), timers);
            }
            default ->
                throw new IllegalArgumentException(
                        "MARKET_CLOCK must be wall, running;… or stepped;…, was '" + clockSetting + "'");
        }
    }

    private static String option(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException("MARKET_CLOCK lacks " + name + "=…");
        }
        return value;
    }

    private static InetSocketAddress address(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("MARKET_CLOCK's address must be host:port, was '" + hostAndPort + "'");
        }
        return new InetSocketAddress(
                hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
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

    /**
     * Starts handling events; in steps, only those of wall time until {@link #keepStep}. Should an error end the loop, the
     * process goes with it and is started anew by whoever keeps it alive.
     */
    public void start() {
        loop.onDeath(() -> Thread.ofPlatform().daemon().start(() -> System.exit(EXIT_LOOP_DIED)));
        loop.start();
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

    @Override
    public void close() {
        if (steps != null) {
            steps.close();
        }
        wallTimer.close();
        loop.close();
    }
}
