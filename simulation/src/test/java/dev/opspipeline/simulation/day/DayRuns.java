package dev.opspipeline.simulation.day;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The main job as a user runs it, {@code ./run}, every service a process of its own; its records stay in one directory. */
record DayRuns(Path directory) {

    private static final Path ROOT = Path.of(System.getProperty("project.root"));
    private static final Path SANDBOX = ROOT.resolve("sandbox/target/sandbox.jar");
    private static final Path BARS =
            ROOT.resolve("../shared/market-data/bars-2026-04.csv.gz").normalize();

    /** Plays a day of the real bars, where there are any, and returns its report. */
    JsonNode playRecorded(String name, String... arguments) throws IOException, InterruptedException {
        assumeThat(BARS).as("real bars at %s", BARS).exists();
        List<String> all = new ArrayList<>(List.of("--bars", BARS.toString()));
        all.addAll(List.of(arguments));
        return play(name, all.toArray(String[]::new));
    }

    /** Plays a day to its end without an error and returns its report. */
    JsonNode play(String name, String... arguments) throws IOException, InterruptedException {
        Path report = directory.resolve(name + ".json");
        Path output = directory.resolve(name + ".out");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dproject.root=" + ROOT,
                "-jar",
                SANDBOX.toString(),
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
}
