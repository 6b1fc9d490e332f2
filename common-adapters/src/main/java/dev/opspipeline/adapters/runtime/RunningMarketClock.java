package dev.opspipeline.adapters.runtime;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Market time that runs by itself: the wall clock's (speed 1), or faster from an agreed moment on, as the sandbox's free
 * clock does.
 */
final class RunningMarketClock implements MarketClock {

    private final Clock wall;
    private final Instant wallAnchor;
    private final Instant marketAnchor;
    private final double speed;
    private final ScheduledExecutorService scheduler;
    private final Inlet inlet;
    private final TimerQueue timers = new TimerQueue();
    private @Nullable ScheduledFuture<?> wakeUp;

    RunningMarketClock(
            Clock wall,
            Instant wallAnchor,
            Instant marketAnchor,
            double speed,
            ScheduledExecutorService scheduler,
            Inlet inlet) {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("speed must be positive, was " + speed);
        }
        this.wall = wall;
        this.wallAnchor = wallAnchor;
        this.marketAnchor = marketAnchor;
        this.speed = speed;
        this.scheduler = scheduler;
        this.inlet = inlet;
    }

    @Override
    public Instant now() {
        double elapsed = Duration.between(wallAnchor, wall.instant()).toNanos() * speed;
        return marketAnchor.plusNanos((long) elapsed);
    }

    @Override
    public Timer at(Instant instant, Runnable task) {
        return add(instant, null, task);
    }

    @Override
    public Timer every(Duration period, Runnable task) {
        return add(now().plus(period), period, task);
    }

    private Timer add(Instant due, @Nullable Duration period, Runnable task) {
        Timer timer = timers.add(due, period, task);
        wakeUpForNext();
        return timer;
    }

    private synchronized void wakeUpForNext() {
        if (wakeUp != null) {
            wakeUp.cancel(false);
        }
        Instant next = timers.nextDue();
        if (next != null && !scheduler.isShutdown()) {
            long nanos = (long) (Math.max(0, Duration.between(now(), next).toNanos()) / speed);
            wakeUp = scheduler.schedule(this::handOver, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void handOver() {
        Instant now = now();
        Runnable due = timers.takeDue(now);
        while (due != null) {
            inlet.post(due);
            due = timers.takeDue(now);
        }
        wakeUpForNext();
    }
}
