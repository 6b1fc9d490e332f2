package dev.opspipeline.simulation.day;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A day played again, and one whose services are killed. Beside {@link PlayedDayIT}, to be played at the same time. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RepeatedDayIT {

    @TempDir
    private Path directory;

    @Test
    void equalSeedsGiveEqualDecisions() throws Exception {
        JsonNode first = new DayRuns(directory).playRecorded("first", "--date", "2026-04-10", "--until", "10:15");
        JsonNode second = new DayRuns(directory).playRecorded("second", "--date", "2026-04-10", "--until", "10:15");

        assertThat(first.path("decision_hash").asString())
                .isNotEmpty()
                .isEqualTo(second.path("decision_hash").asString());
    }

    @Test
    void X63_killedServicesComeBackWithoutHarm() throws Exception {
        JsonNode report = new DayRuns(directory)
                .playRecorded(
                        "killed",
                        "--date",
                        "2026-04-09",
                        "--until",
                        "10:30",
                        "--standby",
                        "dispatcher-large",
                        "--kill",
                        "position-manager-tiny@10:02",
                        "--kill",
                        "dispatcher-large@10:12");

        assertThat(report.path("violations")).isEmpty();
        assertThat(report.path("tiers").path("large").path("decisions").asInt())
                .isEqualTo(report.path("tiers")
                        .path("large")
                        .path("recommendations")
                        .asInt());
    }
}
