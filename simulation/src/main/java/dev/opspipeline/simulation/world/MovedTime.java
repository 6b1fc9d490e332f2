package dev.opspipeline.simulation.world;

import dev.opspipeline.adapters.runtime.MarketClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Time that stands still until it is moved, the market's and the wall's alike. */
final class MovedTime implements MarketClock {

    private volatile Instant now;

    MovedTime(Instant start) {
        this.now = start;
    }

    void pass(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Timer at(Instant instant, Runnable task) {
        throw new UnsupportedOperationException("the day says what is due");
    }

    @Override
    public Timer every(Duration period, Runnable task) {
        throw new UnsupportedOperationException("the day says what is due");
    }

    Clock wall() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }
}
