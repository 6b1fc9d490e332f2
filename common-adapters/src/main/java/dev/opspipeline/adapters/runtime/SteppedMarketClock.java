package dev.opspipeline.adapters.runtime;

import java.time.Duration;
import java.time.Instant;

/** Market time that stands still until it is moved: the sandbox's. */
final class SteppedMarketClock implements MarketClock {

    private final TimerQueue timers = new TimerQueue();
    private final Inlet inlet;
    private volatile Instant now;

    SteppedMarketClock(Instant start, Inlet inlet) {
        this.now = start;
        this.inlet = inlet;
    }

    /** Moves market time on (never back) and hands what is due to the loop. */
    void moveTo(Instant instant) {
        if (instant.isAfter(now)) {
            now = instant;
        }
        handOverDue();
    }

    private synchronized void handOverDue() {
        Runnable due = timers.takeDue(now);
        while (due != null) {
            inlet.post(due);
            due = timers.takeDue(now);
        }
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Timer at(Instant instant, Runnable task) {
        Timer timer = timers.add(instant, null, task);
        // What is due already belongs to this step: whether it has a further turn depends on others.
        handOverDue();
        return timer;
    }

    @Override
    public Timer every(Duration period, Runnable task) {
        return timers.add(now.plus(period), period, task);
    }
}
