package dev.opspipeline.sandbox.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GeneratedBarsTest {

    private static final TradingCalendar CALENDAR = TestMarket.CALENDAR;
    private static final LocalDate FRIDAY = TestMarket.FRIDAY;

    @TempDir
    Path dir;

    @Test
    void equalSeedsGiveEqualBarsAndOthersOthers() {
        assertThat(usual(7)).isEqualTo(usual(7)).isNotEqualTo(usual(8));
    }

    @Test
    void aSeedGivesTheSameBarsOnEveryMachine() {
        assertThat(generated(FRIDAY, List.of("AAPL"), 1).getLast())
                .isEqualTo(new Bar(
                        "AAPL", Instant.parse("2026-04-10T19:59:00Z"), 265.51, 265.59, 265.47, 265.57, 833_602));
    }

    @Test
    void theOrderOfTickersChangesNothing() {
        List<String> shuffled = new ArrayList<>(GeneratedBars.usualTickers());
        Collections.reverse(shuffled);
        shuffled.add(shuffled.getFirst());

        assertThat(generated(FRIDAY, shuffled, 7)).isEqualTo(usual(7));
    }

    @Test
    void aTickersBarsAreTheSameWhoeverElseIsAskedFor() {
        List<Bar> fromAll =
                usual(7).stream().filter(bar -> bar.ticker().equals("NVDA")).toList();

        assertThat(generated(FRIDAY, List.of("NVDA"), 7)).isEqualTo(fromAll);
        assertThat(generated(FRIDAY, List.of("ZZZ", "NVDA", "AMD"), 7)).containsAll(fromAll);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            date,       which,                        before,     minutes before, earlier,    minutes earlier, minutes
            2026-04-10, an ordinary Friday,           2026-04-08, 390,            2026-04-09, 390,             390
            2026-04-06, after Good Friday,            2026-04-01, 390,            2026-04-02, 390,             390
            2026-11-27, the half day itself,          2026-11-24, 390,            2026-11-25, 390,             210
            2026-11-30, after the half day,           2026-11-25, 390,            2026-11-27, 210,             390
            2026-03-09, after the clocks have changed, 2026-03-05, 390,           2026-03-06, 390,             390
            """)
    void everyMinuteOfThreeSessionsIsThere(
            LocalDate date,
            String which,
            LocalDate before,
            long minutesBefore,
            LocalDate earlier,
            long minutesEarlier,
            long minutes) {
        List<Bar> bars = generated(date, List.of("AAPL"), 3);

        Map<LocalDate, Long> counted = bars.stream()
                .collect(Collectors.groupingBy(bar -> TradingCalendar.dateOf(bar.start()), Collectors.counting()));
        assertThat(counted).as(which).isEqualTo(Map.of(before, minutesBefore, earlier, minutesEarlier, date, minutes));
        assertThat(bars)
                .extracting(Bar::start)
                .isSorted()
                .doesNotHaveDuplicates()
                .allMatch(CALENDAR::isOpen);
    }

    @Test
    void pricesAreWholeCentsInTheirRangeAndVolumesAtLeastOne() {
        List<String> tickers = new ArrayList<>(GeneratedBars.usualTickers());
        tickers.addAll(List.of("ZZZ", "BRK.B"));

        assertThat(generated(FRIDAY, tickers, 11))
                .hasSize(tickers.size() * 3 * 390)
                .allSatisfy(bar -> {
                    assertThat(List.of(bar.open(), bar.high(), bar.low(), bar.close()))
                            .allMatch(price -> price > 1 && price == Math.rint(price * 100) / 100);
                    assertThat(bar.high()).isGreaterThanOrEqualTo(Math.max(bar.open(), bar.close()));
                    assertThat(bar.low()).isLessThanOrEqualTo(Math.min(bar.open(), bar.close()));
                    assertThat(bar.volume()).isPositive();
                });
    }

    @Test
    void nightsMovePrices() {
        assertThat(BarStatistics.byTicker(usual(5)).values())
                .filteredOn(
                        bars -> Math.abs(bars.get(390).open() / bars.get(389).close() - 1) > 0.002)
                .hasSizeGreaterThan(GeneratedBars.usualTickers().size() / 2);
    }

    @Test
    void aFileOfTheseBarsIsReadBackUnchanged() throws Exception {
        List<Bar> bars = usual(2);
        Path file = dir.resolve("bars.csv");
        List<String> rows = new ArrayList<>(List.of("symbol,time,open,high,low,close,volume"));
        bars.forEach(bar -> rows.add("%s,%s,%s,%s,%s,%s,%s"
                .formatted(bar.ticker(), bar.start(), bar.open(), bar.high(), bar.low(), bar.close(), bar.volume())));
        Files.write(file, rows);

        assertThat(BarsFile.read(file)).isEqualTo(bars);
    }

    @Test
    void theReplayPlaysThem() {
        MarketReplay replay = MarketReplay.of(FRIDAY, usual(4), CALENDAR, new Seed(4));

        assertThat(replay.tickers()).isEqualTo(GeneratedBars.usualTickers());
        assertThat(replay.history("AAPL")).hasSize(2 * 390);
        assertThat(replay.advanceTo(TestMarket.CLOSE)).hasSize(replay.tickers().size() * 390);
    }

    @Test
    void aClosedExchangeIsRefused() {
        assertThatThrownBy(() -> generated(LocalDate.of(2026, 4, 11), List.of("AAPL"), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the exchange is closed on 2026-04-11");
    }

    @Test
    void noTickersAreRefused() {
        assertThatThrownBy(() -> generated(FRIDAY, List.of(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tickers must not be empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "aapl", "AA1", ".A", "TOOLONG", "A,B"})
    void malformedTickersAreRefused(String ticker) {
        assertThatThrownBy(() -> generated(FRIDAY, List.of("AAPL", ticker), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ticker must be one to six capital letters, was '" + ticker + "'");
    }

    @Test
    void aDayTakesWellUnderASecond() {
        long fastest = LongStream.range(0, 5)
                .map(seed -> {
                    long before = System.nanoTime();
                    assertThat(usual(seed)).isNotEmpty();
                    return System.nanoTime() - before;
                })
                .min()
                .orElseThrow();

        assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(500));
    }

    private static List<Bar> usual(long seed) {
        return generated(FRIDAY, GeneratedBars.usualTickers(), seed);
    }

    private static List<Bar> generated(LocalDate date, List<String> tickers, long seed) {
        return GeneratedBars.of(date, tickers, CALENDAR, new Seed(seed));
    }
}
