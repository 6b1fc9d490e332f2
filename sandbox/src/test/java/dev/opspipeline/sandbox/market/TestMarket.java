package dev.opspipeline.sandbox.market;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A small market for tests: two days of made-up bars, and the place of the recorded ones. */
public final class TestMarket {

    /** A Friday: AAPL has options that expire on it. */
    public static final LocalDate FRIDAY = LocalDate.of(2026, 4, 10);

    public static final Instant OPEN = Instant.parse("2026-04-10T13:30:00Z");
    public static final Instant CLOSE = Instant.parse("2026-04-10T20:00:00Z");
    public static final TradingCalendar CALENDAR = new TradingCalendar();

    private TestMarket() {}

    public static MarketReplay replay(long seed) {
        return MarketReplay.of(FRIDAY, bars(), CALENDAR, new Seed(seed));
    }

    /** AAPL around 200 and UBER around 75, moving up and down by about half a percent, on Thursday and Friday. */
    public static List<Bar> bars() {
        List<Bar> bars = new ArrayList<>();
        for (Instant open : List.of(OPEN.minus(Duration.ofDays(1)), OPEN)) {
            for (int minute = 0; minute < 390; minute++) {
                bars.add(bar("UBER", 75, open, minute));
                bars.add(bar("AAPL", 200, open, minute));
            }
        }
        return bars;
    }

    private static Bar bar(String ticker, double around, Instant open, int minute) {
        double from = around * (1 + 0.005 * Math.sin(minute / 20.0));
        double to = around * (1 + 0.005 * Math.sin((minute + 1) / 20.0));
        double high = Math.max(from, to) + around * 0.0005;
        double low = Math.min(from, to) - around * 0.0005;
        return new Bar(ticker, open.plus(Duration.ofMinutes(minute)), from, high, low, to, 10_000 + minute);
    }

    /** The recorded bars of the test data beside the project; may be absent. */
    public static Path recorded() {
        return Path.of(System.getProperty("project.root", "."), "..", "shared", "market-data", "bars-2026-04.csv.gz")
                .normalize();
    }
}
