package dev.opspipeline.signalengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.opspipeline.adapters.messages.MessageJson;
import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Session;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.signal.News;
import dev.opspipeline.signal.Recommendation;
import dev.opspipeline.signal.SignalEngine;
import dev.opspipeline.signal.SignalRules;
import dev.opspipeline.signal.VolatilityIndex;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Ten real sessions of twenty tickers, where they are at hand, told twice: the same, to the byte. */
class TenSessionsTest {

    private static final Path BARS =
            Path.of(System.getProperty("project.root", "."), "../shared/market-data/bars-2026-04.csv.gz");
    private static final SessionCalendar CALENDAR = new SessionCalendar(LocalDate.of(2026, 4, 6)
            .datesUntil(LocalDate.of(2026, 4, 18))
            .filter(date -> date.getDayOfWeek().getValue() <= 5)
            .map(date -> new Session(date, at(date, LocalTime.of(9, 30)), at(date, LocalTime.of(16, 0))))
            .toList());

    @Test
    void aRestartInTheMiddleOfEachDayAndAnotherOrderOfTickersChangeNotAByte() throws IOException {
        assumeTrue(Files.exists(BARS), "skipped: no market data at " + BARS.normalize());
        List<Bar> bars = readBars();

        Map<String, String> straight = straight(bars);
        Map<String, String> restarted = restarted(bars, new Random(5));

        assertThat(straight).hasSizeGreaterThan(5_000);
        assertThat(straight.keySet()).anyMatch(id -> id.endsWith("-gap1")).anyMatch(id -> id.endsWith("-trend1"));
        assertThat(restarted).isEqualTo(straight);
    }

    private static Map<String, String> straight(List<Bar> bars) {
        Journal journal = new Journal();
        BarDesk desk = desk(journal);
        bars.forEach(desk::live);
        return told(journal);
    }

    /** As the service does it: from yesterday's open on, then live. */
    private static Map<String, String> restarted(List<Bar> bars, Random random) {
        Journal journal = new Journal();
        for (Map.Entry<LocalDate, List<Bar>> day : byDate(bars).entrySet()) {
            Session session = CALENDAR.on(day.getKey()).orElseThrow();
            Instant noon = session.open().plus(Duration.ofMinutes(150 + random.nextInt(60)));
            List<Bar> before = new ArrayList<>(bars);
            Instant from = CALENDAR.onOrBefore(day.getKey().minusDays(1))
                    .orElse(session)
                    .open();
            before.removeIf(bar -> bar.start().isBefore(from) || bar.end().isAfter(noon));
            List<Bar> morning = before.stream()
                    .filter(bar -> !bar.start().isBefore(session.open()))
                    .toList();
            List<Bar> yesterday = before.stream()
                    .filter(bar -> bar.start().isBefore(session.open()))
                    .toList();
            BarDesk first = desk(journal);
            first.past(shuffled(yesterday, random), session.open());
            shuffled(morning, random).forEach(first::live);
            BarDesk second = desk(journal);
            second.past(shuffled(before, random), noon);
            shuffled(
                            day.getValue().stream()
                                    .filter(bar -> bar.end().isAfter(noon))
                                    .toList(),
                            random)
                    .forEach(second::live);
        }
        return told(journal);
    }

    /** In order of time, but the tickers of a minute in any order. */
    private static List<Bar> shuffled(List<Bar> bars, Random random) {
        List<Bar> shuffled = new ArrayList<>(bars);
        Collections.shuffle(shuffled, random);
        shuffled.sort(Comparator.comparing(Bar::start));
        return shuffled;
    }

    private static BarDesk desk(Journal journal) {
        return new BarDesk(
                new SignalEngine(
                        CALENDAR,
                        SignalRules.named(List.of("trend1", "gap1")),
                        News.NONE,
                        VolatilityIndex.NONE,
                        SignalEngine.DEFAULT_LIFETIME),
                journal);
    }

    private static Map<String, String> told(Journal journal) {
        Map<String, String> told = new TreeMap<>();
        for (Recommendation made : journal.recommended) {
            String json = MessageJson.write(made);
            String before = told.put(made.id().value(), json);
            assertThat(before).as("told again").isIn(null, json);
        }
        return told;
    }

    private static Map<LocalDate, List<Bar>> byDate(List<Bar> bars) {
        return bars.stream()
                .collect(Collectors.groupingBy(
                        bar -> SessionCalendar.tradingDate(bar.start()), TreeMap::new, Collectors.toList()));
    }

    private static Instant at(LocalDate date, LocalTime time) {
        return date.atTime(time).atZone(SessionCalendar.EXCHANGE_ZONE).toInstant();
    }

    private static List<Bar> readBars() throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(BARS)), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .map(row -> new Bar(
                            new Ticker(row[0]),
                            Instant.parse(row[1]),
                            Double.parseDouble(row[2]),
                            Double.parseDouble(row[3]),
                            Double.parseDouble(row[4]),
                            Double.parseDouble(row[5]),
                            Long.parseLong(row[6])))
                    .sorted(Comparator.comparing(Bar::start))
                    .toList();
        }
    }
}
