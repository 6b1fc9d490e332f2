package dev.opspipeline.market;

import java.time.Duration;
import java.time.Instant;

/**
 * One minute of trading in one stock. Prices in dollars, as doubles: bars feed indicators, never money.
 *
 * @param start the minute's first instant; the bar is known {@link #LENGTH} later
 * @param volume shares traded in the minute
 */
public record Bar(Ticker ticker, Instant start, double open, double high, double low, double close, long volume) {

    public static final Duration LENGTH = Duration.ofMinutes(1);

    /** How often bars are asked for (market time) while no stream brings them: one may be that old when it is first seen. */
    public static final Duration POLLED_EVERY = Duration.ofSeconds(15);

    /** When the bar's close is known. */
    public Instant end() {
        return start.plus(LENGTH);
    }
}
