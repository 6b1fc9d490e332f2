package dev.opspipeline.positionmanager;

import static dev.opspipeline.positionmanager.ExitRig.CALL;
import static dev.opspipeline.positionmanager.ExitRig.DAY_ENTRY;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

    private static final Pattern ROW = Pattern.compile("\\| `(exits\\.[a-z.]+)` \\| (\\w+) \\|.*");

    private final SimulatedExchange exchange = ExitRig.exchange("2026-04-09T10:00:00");
    private final ExitRig rig = new ExitRig(exchange);

    private void trade() {
        exchange.quote(CALL, "1.00", "1.02");
        rig.start(PositionMemory.NONE);
        exchange.buys(DAY_ENTRY, CALL, 2, "1.00");
        rig.step();
        exchange.quote(CALL, "2.00", "2.05");
        rig.steps(2);
    }

    @Test
    void thePageNamesEveryMetric() throws IOException {
        trade();
        Set<String> code = rig.meters.getMeters().stream()
                .map(Meter::getId)
                .map(Meter.Id::getName)
                .collect(Collectors.toSet());
        try (Stream<String> lines = Files.lines(Path.of(System.getProperty("project.root"), "docs/metrics.md"))) {
            assertThat(lines.map(ROW::matcher).filter(Matcher::matches).map(row -> row.group(1)))
                    .containsExactlyInAnyOrderElementsOf(code);
        }
        assertThat(rig.meters.getMeters())
                .allSatisfy(meter -> assertThat(meter.getId().getTag("tier")).isEqualTo("tiny"));
    }

    @Test
    void F57_whoStandsByShowsNoFiguresRatherThanZeros() {
        trade();
        assertThat(gauge("exits.acting")).isEqualTo(1);
        assertThat(gauge("exits.held")).isZero();
        assertThat(rig.meters
                        .get("exits.closed")
                        .tag("reason", "TAKE_PROFIT_HIT")
                        .counter()
                        .count())
                .isEqualTo(1);

        rig.exits.standBy();
        assertThat(gauge("exits.acting")).isZero();
        assertThat(gauge("exits.held")).isNaN();
        assertThat(gauge("exits.stop.coverage")).isNaN();
    }

    @Test
    void coverageFallsWhenNobodyQuotesWhatIsHeld() {
        exchange.quote(CALL, "1.00", "1.02");
        rig.start(PositionMemory.NONE);
        exchange.buys(DAY_ENTRY, CALL, 2, "1.00");
        rig.steps(2);
        assertThat(gauge("exits.stop.coverage")).isEqualTo(1);

        exchange.quotesReadable = false;
        exchange.snapshotsReadable = false;
        rig.steps(4);
        assertThat(gauge("exits.stop.coverage")).isZero();
        assertThat(gauge("exits.oldest.price.seconds")).isEqualTo(20);
    }

    private double gauge(String name) {
        return rig.meters.get(name).gauge().value();
    }
}
