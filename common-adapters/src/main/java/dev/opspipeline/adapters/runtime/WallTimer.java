package dev.opspipeline.adapters.runtime;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work by wall time: polls of the parameter store, heartbeats. A run that throws is logged and does not end the series. */
public final class WallTimer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WallTimer.class);
    private static final double JITTER = 0.1;

    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("wall-", 0).factory());

    /** Runs the task after every period, up to a tenth sooner, so that many services do not ask at once. */
    public void every(Duration period, Runnable task) {
        schedule(period, task);
    }

    ScheduledExecutorService scheduler() {
        return scheduler;
    }

    private void runAndRepeat(Duration period, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("Periodic work failed");
        } finally {
            if (!scheduler.isShutdown()) {
                schedule(period, task);
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // runAndRepeat reports its own failures
    private void schedule(Duration period, Runnable task) {
        scheduler.schedule(() -> runAndRepeat(period, task), jittered(period), TimeUnit.MILLISECONDS);
    }

    private static long jittered(Duration period) {
        double factor = 1 - JITTER * ThreadLocalRandom.current().nextDouble();
        return (long) (period.toMillis() * factor);
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
