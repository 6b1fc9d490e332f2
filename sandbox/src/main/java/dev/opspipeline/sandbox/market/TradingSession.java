package dev.opspipeline.sandbox.market;

import java.time.Instant;
import java.time.LocalDate;

/** One day's regular trading hours, from the open (included) to the close (excluded). */
public record TradingSession(LocalDate date, Instant open, Instant close) {

    /** Whether trading is possible at an instant. */
    public boolean contains(Instant at) {
        return !at.isBefore(open) && at.isBefore(close);
    }
}
