package dev.opspipeline.dispatcher;

import dev.opspipeline.adapters.runtime.MarketClock;
import java.time.Duration;
import java.time.Instant;

/** Market time that moves when a test says so; what is due is posted by the test itself. */
final class HandMovedClock implements MarketClock {

    private volatile Instant now;

    HandMovedClock(Instant start) {
        now = start;
    }

    void advance(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Timer at(Instant instant, Runnable task) {
        throw new UnsupportedOperationException("the test says what is due");
    }

    @Override
    public Timer every(Duration period, Runnable task) {
        throw new UnsupportedOperationException("the test says what is due");
    }
}
