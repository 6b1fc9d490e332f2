package dev.opspipeline.adapters.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class VitalsTest {

    private static final Instant START = Instant.parse("2026-04-09T13:30:00Z");

    private final Hand hand = new Hand();

    @TempDir
    private Path directory;

    /** The machine's clock, moved by the test. */
    private static final class Hand extends Clock {

        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            silentSeconds, status
            59,            UP
            60,            UP
            61,            DOWN
            """)
    void isAliveUntilTheLoopHasBeenSilentForAMinute(long silentSeconds, String status) {
        Vitals vitals = new Vitals(hand, null);
        vitals.beat();

        hand.now = START.plusSeconds(silentSeconds);

        assertThat(liveness(vitals).getStatus()).isEqualTo(new Status(status));
    }

    @Test
    void isNotReadyBeforeTheLoopHasBegun() {
        Vitals vitals = new Vitals(hand, null);

        assertThat(readiness(vitals).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        vitals.beat();
        assertThat(readiness(vitals).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void saysWhatIsMissingAndIsReadyOnceItIsThere() {
        Vitals vitals = new Vitals(hand, null);
        AtomicReference<Optional<String>> missing = new AtomicReference<>(Optional.of("no valid limits are in force"));
        vitals.require("limits", missing::get);

        vitals.beat();
        assertThat(readiness(vitals).getDetails()).containsExactly(Map.entry("limits", "no valid limits are in force"));
        assertThat(liveness(vitals).getStatus()).isEqualTo(Status.UP);

        missing.set(Optional.empty());
        vitals.beat();
        assertThat(vitals.objections()).isEmpty();
    }

    @Test
    void touchesTheFileWithEveryBeat() throws Exception {
        Path file = directory.resolve("alive");
        Vitals vitals = new Vitals(hand, file);

        vitals.beat();
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.from(START));

        hand.now = START.plusSeconds(5);
        vitals.beat();
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.from(START.plusSeconds(5)));
    }

    @Test
    void X64_aFileThatCannotBeWrittenDoesNotEndTheBeat() {
        Vitals vitals = new Vitals(hand, directory.resolve("absent/alive"));

        hand.now = START.plusSeconds(90);
        vitals.beat();

        assertThat(vitals.silence()).isEqualTo(Duration.ZERO);
    }

    private static Health liveness(Vitals vitals) {
        return requireNonNull(ServiceHealth.liveness(vitals).health());
    }

    private static Health readiness(Vitals vitals) {
        return requireNonNull(ServiceHealth.readiness(vitals).health());
    }
}
