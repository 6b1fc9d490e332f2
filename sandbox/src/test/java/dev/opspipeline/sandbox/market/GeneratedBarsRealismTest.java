package dev.opspipeline.sandbox.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares generated bars with what was measured on recorded ones, and, where those are at hand, the measurements with them. */
@Timeout(120)
class GeneratedBarsRealismTest {

    private static final LocalDate PLAYED = TestMarket.FRIDAY;
    private static final LocalTime FIRST_SIGNALS = LocalTime.of(10, 20);
    private static final LocalTime LAST_ENTRIES = LocalTime.of(13, 0);
    private static final double SURGE = 2;

    /** Ten sessions of twenty large US shares in April 2026. */
    private static final BarStatistics RECORDED =
            new BarStatistics(0.285, 0.194, 0.499, 0.018, 0.268, 0.196, 0.869, 0.0546, 0.0179);

    private static BarStatistics generated = RECORDED;

    @BeforeAll
    static void generateTenSeeds() {
        generated = BarStatistics.of(LongStream.rangeClosed(1, 10)
                .mapToObj(GeneratedBarsRealismTest::bars)
                .toList());
    }

    @ParameterizedTest
    @MethodSource("statistics")
    void liesWithinAQuarterOfTheRecordedOne(String name, ToDoubleFunction<BarStatistics> statistic) {
        assertThat(statistic.applyAsDouble(generated))
                .as(name)
                .isCloseTo(statistic.applyAsDouble(RECORDED), Percentage.withPercentage(25));
    }

    static Stream<Arguments> statistics() {
        return Stream.of(
                statistic("volatility", BarStatistics::volatility),
                statistic("volatility of the calmest", BarStatistics::calmest),
                statistic("volatility of the wildest", BarStatistics::wildest),
                statistic("autocorrelation of absolute returns", BarStatistics::movesEcho),
                statistic("the same after five minutes", BarStatistics::movesEchoAfterFive),
                statistic("volume ratio", BarStatistics::volumeRatio),
                statistic("surges", BarStatistics::surges),
                statistic("strong surges", BarStatistics::strongSurges));
    }

    private static Arguments statistic(String name, ToDoubleFunction<BarStatistics> statistic) {
        return Arguments.of(name, statistic);
    }

    /** A quarter of next to nothing would be no tolerance. */
    @Test
    void returnsDoNotForetellTheNextOnes() {
        assertThat(generated.returnsEcho()).isCloseTo(RECORDED.returnsEcho(), Offset.offset(0.03));
    }

    @Test
    void theRecordedNumbersAreThoseOfTheRecording() {
        Path file = TestMarket.recorded();
        assumeTrue(Files.exists(file), "skipped: no market data at " + file);

        BarStatistics measured = BarStatistics.of(List.of(BarsFile.read(file)));

        assertThat(measured)
                .usingRecursiveComparison()
                .withComparatorForType((a, b) -> Math.abs(a - b) <= 0.0006 ? 0 : Double.compare(a, b), Double.class)
                .isEqualTo(RECORDED);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everySeedHasMinutesThatTradersAct(long seed) {
        long minutes = BarStatistics.byTicker(bars(seed)).values().stream()
                .mapToLong(bars -> IntStream.range(50, bars.size())
                        .filter(at -> isPlayed(bars.get(at)))
                        .filter(at -> BarStatistics.volumeRatio(bars, at) >= SURGE)
                        .filter(at -> isAheadInTheTrend(bars, at))
                        .count())
                .sum();

        assertThat(minutes).isBetween(100L, 250L);
    }

    @Test
    void pricesMoveMoreWhenVolumeSurges() {
        List<Double> surging = new ArrayList<>();
        List<Double> calm = new ArrayList<>();
        BarStatistics.byTicker(bars(1))
                .values()
                .forEach(bars -> IntStream.range(50, bars.size())
                        .filter(at -> isPlayed(bars.get(at)))
                        .forEach(at -> (BarStatistics.volumeRatio(bars, at) >= SURGE ? surging : calm)
                                .add(Math.abs(Math.log(
                                        bars.get(at).close() / bars.get(at - 1).close())))));

        assertThat(mean(surging)).isGreaterThan(1.3 * mean(calm));
    }

    private static boolean isPlayed(Bar bar) {
        ZonedDateTime known = bar.end().atZone(TradingCalendar.NEW_YORK);
        return known.toLocalDate().equals(PLAYED)
                && !known.toLocalTime().isBefore(FIRST_SIGNALS)
                && !known.toLocalTime().isAfter(LAST_ENTRIES);
    }

    /** Less than 2 % from the mean of 20, on the side on which that lies from the mean of 50. */
    private static boolean isAheadInTheTrend(List<Bar> bars, int at) {
        double of20 = meanClose(bars.subList(at - 19, at + 1));
        double of50 = meanClose(bars.subList(at - 49, at + 1));
        double ahead = (bars.get(at).close() / of20 - 1) * Math.signum(of20 - of50);
        return ahead > 0 && ahead < 0.02;
    }

    private static double meanClose(List<Bar> bars) {
        return mean(bars.stream().map(Bar::close).toList());
    }

    private static double mean(List<Double> numbers) {
        return numbers.stream().mapToDouble(d -> d).average().orElseThrow();
    }

    private static List<Bar> bars(long seed) {
        return GeneratedBars.of(PLAYED, GeneratedBars.usualTickers(), TestMarket.CALENDAR, new Seed(seed));
    }
}
