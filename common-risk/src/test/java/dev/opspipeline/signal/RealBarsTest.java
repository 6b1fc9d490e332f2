package dev.opspipeline.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Session;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.market.Ticker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plays ten real sessions of twenty tickers, where they are at hand, and compares what comes out with what is known. */
class RealBarsTest {

    private static final Path BARS =
            Path.of(System.getProperty("project.root", "."), "../shared/market-data/bars-2026-04.csv.gz");
    private static final LocalDate FIRST = LocalDate.of(2026, 4, 6);
    private static final LocalDate LAST = LocalDate.of(2026, 4, 17);
    private static final LocalDate BUSY = LocalDate.of(2026, 4, 9);

    private static final List<Recommendation> recommendations = new ArrayList<>();
    private static final List<Hold> holds = new ArrayList<>();
    private static int barsPlayed;

    @BeforeAll
    static void playTenSessions() throws IOException {
        if (!Files.exists(BARS)) {
            return;
        }
        SignalEngine engine = new SignalEngine(calendar());
        for (Bar bar : readBars()) {
            barsPlayed++;
            engine.handle(bar).forEach(signal -> {
                switch (signal) {
                    case Signal.Recommended(Recommendation made) -> recommendations.add(made);
                    case Signal.Held(Hold hold) -> holds.add(hold);
                }
            });
        }
    }

    @BeforeEach
    void needsTheBars() {
        assumeTrue(barsPlayed > 0, "skipped: no market data at " + BARS.normalize());
    }

    @Test
    void everyBarLeadsToARecommendationOrToAReason() {
        assertThat(recommendations.size() + holds.size()).isEqualTo(barsPlayed);
        assertThat(holds)
                .extracting(Hold::reason)
                .contains(
                        HoldReason.WARMING_UP,
                        HoldReason.WRONG_SIDE,
                        HoldReason.OVEREXTENDED,
                        HoldReason.LOW_VOLUME_RATIO,
                        HoldReason.LOW_CONFIDENCE)
                .doesNotContain(HoldReason.VOLATILITY_UNKNOWN)
                .noneMatch(HoldReason::isQuarantine);
    }

    @Test
    void everyRecommendationIsInRangeAndHasAnIdOfItsOwn() {
        assertThat(recommendations).extracting(Recommendation::id).doesNotHaveDuplicates();
        assertThat(recommendations).allSatisfy(made -> {
            assertThat(made.confidence()).isBetween(0.5, 1.0);
            assertThat(made.score()).isGreaterThan(0.0).isLessThan(5.0);
            assertThat(made.features().trendState()).isNotZero();
        });
    }

    @Test
    void aboutHalfTheScoresAreLowAndATwentiethIsHigh() {
        assertThat(share(made -> made.score() < 3.5)).isBetween(0.40, 0.60);
        assertThat(share(made -> made.score() > 4.5)).isBetween(0.03, 0.07);
    }

    /** Counted a second time from the same bars by a program that shares no code with this one. */
    @Test
    void anIndependentCountFindsTheSameRecommendations() {
        assertThat(recommendations).hasSize(5342);
        assertThat(recommendations.stream().filter(RealBarsTest::suitsASmallAccount))
                .hasSize(87);
    }

    private static boolean suitsASmallAccount(Recommendation made) {
        LocalTime latest = made.strategy() == Strategy.DAY ? LocalTime.of(13, 0) : LocalTime.of(14, 0);
        return SessionCalendar.tradingDate(made.createdAt()).equals(BUSY)
                && made.createdAt()
                        .atZone(SessionCalendar.EXCHANGE_ZONE)
                        .toLocalTime()
                        .isBefore(latest)
                && made.confidence() >= 0.70
                && made.features().volumeSurge()
                && made.features().trendState() != 0;
    }

    private static double share(Predicate<Recommendation> which) {
        return (double) recommendations.stream().filter(which).count() / recommendations.size();
    }

    private static SessionCalendar calendar() {
        return new SessionCalendar(FIRST.datesUntil(LAST.plusDays(1))
                .filter(date -> date.getDayOfWeek().getValue() <= 5)
                .map(date -> new Session(date, at(date, LocalTime.of(9, 30)), at(date, LocalTime.of(16, 0))))
                .toList());
    }

    private static Instant at(LocalDate date, LocalTime time) {
        return date.atTime(time).atZone(SessionCalendar.EXCHANGE_ZONE).toInstant();
    }

    private static List<Bar> readBars() throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(BARS)), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .skip(1)
                    .map(RealBarsTest::bar)
                    .sorted(Comparator.comparing(Bar::start))
                    .toList();
        }
    }

    private static Bar bar(String line) {
        String[] row = line.split(",", -1);
        return new Bar(
                new Ticker(row[0]),
                Instant.parse(row[1]),
                Double.parseDouble(row[2]),
                Double.parseDouble(row[3]),
                Double.parseDouble(row[4]),
                Double.parseDouble(row[5]),
                Long.parseLong(row[6]));
    }
}
