package dev.opspipeline.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Has a recorded day judged by the auditor, a program of its own. */
final class Audit {

    private final DayOptions options;
    private final Path file;

    Audit(DayOptions options) {
        this.options = options;
        this.file = reportFile(options);
    }

    static Path reportFile(DayOptions options) {
        Path asked = options.report();
        return asked == null ? options.record().resolve("report.json") : asked;
    }

    /** The auditor's exit status: 0 when no rule was broken. What it prints is kept beside the record. */
    int run() throws IOException, InterruptedException {
        Files.deleteIfExists(file);
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-jar",
                        ServicePlan.jar(options.root(), "simulation").toString(),
                        "--record",
                        options.record().toString(),
                        "--report",
                        file.toString())
                .redirectOutput(options.record().resolve("audit.txt").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
    }

    /** What it found; missing when it could not write that down. */
    JsonNode report() throws IOException {
        return Files.exists(file) ? JsonMapper.shared().readTree(Files.readString(file)) : MissingNode.getInstance();
    }
}
