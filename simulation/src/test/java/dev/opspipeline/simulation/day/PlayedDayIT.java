package dev.opspipeline.simulation.day;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The main job, run as a user runs it: {@code ./run}, every service a process of its own. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PlayedDayIT {

    private static final Path ROOT = Path.of(System.getProperty("project.root"));
    private static final Path BARS =
            ROOT.resolve("../shared/market-data/bars-2026-04.csv.gz").normalize();

    @TempDir
    private Path directory;

    @Test
    void aGeneratedDayNeedsNoDataAndBreaksNoLimit() throws Exception {
        JsonNode report = play("generated", "--seed", "7", "--until", "11:15");

        assertThat(report.path("violations")).isEmpty();
        assertThat(report.path("tiers").path("large").path("entries").asInt()).isPositive();
    }

    @Test
    void theStandardDayBreaksNoLimitAndBothAccountsTrade() throws Exception {
        JsonNode report = playRecorded("standard", "--date", "2026-04-09");

        assertThat(report.path("violations")).isEmpty();
        for (String tier : List.of("tiny", "large")) {
            JsonNode day = report.path("tiers").path(tier);
            assertThat(day.path("recommendations").asInt()).isGreaterThan(100);
            assertThat(day.path("decisions").asInt())
                    .isEqualTo(day.path("recommendations").asInt());
            assertThat(day.path("entries").asInt()).isPositive();
        }
        assertThat(report.path("checks_run"))
                .isNotEmpty()
                .allSatisfy(count -> assertThat(count.asLong()).isPositive());
        assertThat(closes(report, "STOP_LOSS_HIT")).isPositive();
        assertThat(closes(report, "TAKE_PROFIT_HIT") + closes(report, "MAX_HOLD_TIME") + closes(report, "END_OF_DAY"))
                .isPositive();
    }

    @Test
    void equalSeedsGiveEqualDecisions() throws Exception {
        JsonNode first = playRecorded("first", "--date", "2026-04-10", "--until", "10:45");
        JsonNode second = playRecorded("second", "--date", "2026-04-10", "--until", "10:45");

        assertThat(first.path("decision_hash").asString())
                .isNotEmpty()
                .isEqualTo(second.path("decision_hash").asString());
    }

    @Test
    void X63_killedServicesComeBackWithoutHarm() throws Exception {
        JsonNode report = playRecorded(
                "killed",
                "--date",
                "2026-04-09",
                "--until",
                "11:20",
                "--standby",
                "dispatcher-large",
                "--kill",
                "position-manager-tiny@10:42",
                "--kill",
                "dispatcher-large@11:00");

        assertThat(report.path("violations")).isEmpty();
        assertThat(report.path("tiers").path("large").path("decisions").asInt())
                .isEqualTo(report.path("tiers")
                        .path("large")
                        .path("recommendations")
                        .asInt());
    }

    private static int closes(JsonNode report, String reason) {
        return Stream.of("tiny", "large")
                .mapToInt(tier -> report.path("tiers")
                        .path(tier)
                        .path("closes")
                        .path(reason)
                        .asInt(0))
                .sum();
    }

    private JsonNode playRecorded(String name, String... arguments) throws IOException, InterruptedException {
        assumeThat(BARS).as("real bars at %s", BARS).exists();
        List<String> all = new ArrayList<>(List.of("--bars", BARS.toString()));
        all.addAll(List.of(arguments));
        return play(name, all.toArray(String[]::new));
    }

    private JsonNode play(String name, String... arguments) throws IOException, InterruptedException {
        Path report = directory.resolve(name + ".json");
        Path output = directory.resolve(name + ".out");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Dproject.root=" + ROOT,
                "-jar",
                sandboxJar().toString(),
                "--report",
                report.toString(),
                "--record",
                directory.resolve(name).toString()));
        command.addAll(List.of(arguments));
        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        assertThat(status).as(() -> said(output)).isZero();
        return JsonMapper.shared().readTree(report.toFile());
    }

    private static String said(Path output) {
        try {
            List<String> lines = Files.readAllLines(output);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
        } catch (IOException e) {
            return "no output: " + e;
        }
    }

    private static Path sandboxJar() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("sandbox/target"))) {
            return files.filter(file -> file.getFileName().toString().endsWith("-exec.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
