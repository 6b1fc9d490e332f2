package dev.opspipeline.market;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;

/** One day's regular trading hours: from {@code open} inclusive to {@code close} exclusive. */
public record Session(LocalDate date, Instant open, Instant close) {

    public Session {
        if (!open.isBefore(close)) {
            throw new IllegalArgumentException("session of " + date + " must open before it closes");
        }
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(open) && instant.isBefore(close);
    }

    /** A time of the exchange's day. */
    public Instant at(LocalTime time) {
        return date.atTime(time).atZone(SessionCalendar.EXCHANGE_ZONE).toInstant();
    }

    public Instant beforeClose(Duration duration) {
        return close.minus(duration);
    }

    public Duration length() {
        return Duration.between(open, close);
    }
}
