package dev.opspipeline.simulation.day;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A generated day played twice, the second time with a deployment and killed services on the way. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RepeatedDayIT {

    @TempDir
    private Path directory;

    /** Needs no data. Services are replaced and killed at minutes whose recommendations their accounts follow. */
    @Test
    void X63_X66_equalSeedsGiveEqualDecisionsWhateverBecomesOfTheServices() throws Exception {
        JsonNode first = new DayRuns(directory).play("first", "--seed", "7", "--until", "10:15");
        JsonNode second = new DayRuns(directory)
                .play(
                        "second",
                        "--seed",
                        "7",
                        "--until",
                        "10:15",
                        "--standby",
                        "dispatcher-large",
                        "--deploy",
                        "tiny@09:40",
                        "--kill",
                        "dispatcher-large@09:53",
                        "--kill",
                        "position-manager-tiny@09:57");

        assertThat(first.path("violations")).isEmpty();
        assertThat(second.path("violations")).isEmpty();
        assertThat(first.path("decision_hash").asString())
                .isNotEmpty()
                .isEqualTo(second.path("decision_hash").asString());
        for (String tier : List.of("tiny", "large")) {
            JsonNode account = second.path("tiers").path(tier);
            assertThat(account.path("entries").asInt()).isPositive();
            assertThat(account.path("decisions").asInt())
                    .isPositive()
                    .isEqualTo(account.path("recommendations").asInt());
        }
        for (String replaced : List.of("dispatcher-tiny", "position-manager-tiny")) {
            Path logs = directory.resolve("second").resolve("logs");
            assertThat(logs.resolve(replaced + "-1.log")).content().contains("revision=r1");
            assertThat(logs.resolve(replaced + "-2.log")).content().contains("revision=r2");
        }
        assertThat(Files.readString(directory.resolve("second.out")))
                .contains("killed dispatcher-large-", "killed position-manager-tiny-2");
    }
}
