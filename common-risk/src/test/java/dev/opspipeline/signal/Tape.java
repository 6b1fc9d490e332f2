package dev.opspipeline.signal;

import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Session;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.market.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Invented bars for tests: two sessions, and prices that wander by a seed. */
final class Tape {

    static final LocalDate FIRST_DAY = LocalDate.of(2026, 4, 8);
    static final LocalDate SECOND_DAY = LocalDate.of(2026, 4, 9);
    static final Instant FIRST_OPEN = Instant.parse("2026-04-08T13:30:00Z");
    static final Instant SECOND_OPEN = Instant.parse("2026-04-09T13:30:00Z");
    static final Duration REGULAR_HOURS = Duration.ofMinutes(390);

    static final SessionCalendar CALENDAR = new SessionCalendar(List.of(
            new Session(FIRST_DAY, FIRST_OPEN, FIRST_OPEN.plus(REGULAR_HOURS)),
            new Session(SECOND_DAY, SECOND_OPEN, SECOND_OPEN.plus(REGULAR_HOURS))));

    private Tape() {}

    static Bar bar(Ticker ticker, Instant start, double close, long volume) {
        return new Bar(ticker, start, close, close, close, close, volume);
    }

    /** Both sessions, minute by minute, with a surge of volume now and then. */
    static List<Bar> twoSessions(Ticker ticker, long seed) {
        Random random = new Random(seed);
        List<Bar> bars = new ArrayList<>();
        double price = 100.0;
        for (Instant open : List.of(FIRST_OPEN, SECOND_OPEN)) {
            for (int minute = 0; minute < REGULAR_HOURS.toMinutes(); minute++) {
                price *= 1.0 + 0.002 * random.nextGaussian();
                long volume = 1000L + random.nextInt(1000) + (random.nextInt(10) == 0 ? 4000 : 0);
                bars.add(bar(ticker, open.plus(Duration.ofMinutes(minute)), price, volume));
            }
        }
        return bars;
    }
}
