package dev.opspipeline.bench;

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

/** Two invented sessions: one to warm up on, and one to be played. Prices wander, and volume surges now and then. */
final class Tape {

    static final int MINUTES = 390;

    private static final Duration LENGTH = Duration.ofMinutes(MINUTES);
    private static final Instant YESTERDAY = Instant.parse("2026-04-08T13:30:00Z");
    private static final Instant TODAY = Instant.parse("2026-04-09T13:30:00Z");

    static final SessionCalendar CALENDAR = new SessionCalendar(List.of(
            new Session(LocalDate.of(2026, 4, 8), YESTERDAY, YESTERDAY.plus(LENGTH)),
            new Session(LocalDate.of(2026, 4, 9), TODAY, TODAY.plus(LENGTH))));

    private static final double MINUTE_MOVE = 0.001;
    private static final int SURGE_EVERY = 10;

    private Tape() {}

    static List<Bar> yesterday(int tickers) {
        return session(tickers, YESTERDAY, 1);
    }

    static List<Bar> today(int tickers) {
        return session(tickers, TODAY, 2);
    }

    /** Minute by minute, in each minute all tickers, as a feed brings them. */
    private static List<Bar> session(int tickers, Instant open, long seed) {
        Random random = new Random(seed);
        double[] prices = new double[tickers];
        java.util.Arrays.fill(prices, 100.0);
        List<Bar> bars = new ArrayList<>(tickers * MINUTES);
        for (int minute = 0; minute < MINUTES; minute++) {
            for (int ticker = 0; ticker < tickers; ticker++) {
                double before = prices[ticker];
                double close = before * (1.0 + MINUTE_MOVE * random.nextGaussian());
                prices[ticker] = close;
                long volume = 1_000L + random.nextInt(1_000) + (random.nextInt(SURGE_EVERY) == 0 ? 4_000 : 0);
                bars.add(new Bar(
                        ticker(ticker),
                        open.plus(Duration.ofMinutes(minute)),
                        before,
                        Math.max(before, close),
                        Math.min(before, close),
                        close,
                        volume));
            }
        }
        return bars;
    }

    private static Ticker ticker(int number) {
        return new Ticker("T" + (char) ('A' + number / 26) + (char) ('A' + number % 26));
    }
}
