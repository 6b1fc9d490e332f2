package dev.opspipeline.sandbox.market;

import java.time.Duration;
import java.time.Instant;

/**
 * One minute of one ticker's trading.
 *
 * @param start first instant of the minute; the bar is known one minute later
 * @param open dollars per share, as are high, low and close
 * @param volume shares
 */
public record Bar(String ticker, Instant start, double open, double high, double low, double close, long volume) {

    /** How long every bar lasts. */
    public static final Duration LENGTH = Duration.ofMinutes(1);

    /** The instant from which the bar is known. */
    public Instant end() {
        return start.plus(LENGTH);
    }
}
