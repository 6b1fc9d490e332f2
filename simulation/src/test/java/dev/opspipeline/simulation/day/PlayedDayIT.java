package dev.opspipeline.simulation.day;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The main job, run as a user runs it: {@code ./run}, every service a process of its own. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PlayedDayIT {

    @TempDir
    private Path directory;

    @Test
    void theStandardDayBreaksNoLimitAndBothAccountsTrade() throws Exception {
        JsonNode report = new DayRuns(directory).playRecorded("standard", "--date", "2026-04-09");

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

    private static int closes(JsonNode report, String reason) {
        return Stream.of("tiny", "large")
                .mapToInt(tier -> report.path("tiers")
                        .path(tier)
                        .path("closes")
                        .path(reason)
                        .asInt(0))
                .sum();
    }
}
