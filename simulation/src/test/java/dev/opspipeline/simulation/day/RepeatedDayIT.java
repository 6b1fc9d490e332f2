package dev.opspipeline.simulation.day;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A generated day played twice, with a deployment on the way, and a real one whose services are killed. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RepeatedDayIT {

    @TempDir
    private Path directory;

    /** Needs no data. The deployment begins at a minute whose recommendation the account follows. */
    @Test
    void X66_equalSeedsGiveEqualDecisionsWhateverRevisionsTakeTurnsAtThem() throws Exception {
        JsonNode first = new DayRuns(directory).play("first", "--seed", "7", "--until", "10:15");
        JsonNode second =
                new DayRuns(directory).play("second", "--seed", "7", "--until", "10:15", "--deploy", "large@09:53");

        assertThat(first.path("violations")).isEmpty();
        for (String tier : List.of("tiny", "large")) {
            assertThat(first.path("tiers").path(tier).path("entries").asInt()).isPositive();
        }
        assertThat(first.path("decision_hash").asString())
                .isNotEmpty()
                .isEqualTo(second.path("decision_hash").asString());
        assertThat(second.path("violations")).isEmpty();
        assertThat(decided(second)).isPositive().isEqualTo(recommended(second));
        for (String replaced : List.of("dispatcher-large", "position-manager-large")) {
            Path logs = directory.resolve("second").resolve("logs");
            assertThat(logs.resolve(replaced + "-1.log")).content().contains("revision=r1");
            assertThat(logs.resolve(replaced + "-2.log")).content().contains("revision=r2");
        }
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
        assertThat(decided(report)).isEqualTo(recommended(report));
    }

    private static int decided(JsonNode report) {
        return report.path("tiers").path("large").path("decisions").asInt();
    }

    private static int recommended(JsonNode report) {
        return report.path("tiers").path("large").path("recommendations").asInt();
    }
}
