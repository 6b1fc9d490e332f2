package dev.opspipeline.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamWatchTest {

    private static final Instant NOW = Instant.parse("2026-04-09T14:31:00Z");

    private final StreamWatch watch = new StreamWatch();

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            connected, heard, millis, silent
            true,      false, 9999,   false
            true,      false, 10000,  true
            true,      false, 60000,  true
            true,      true,  60000,  false
            false,     false, 60000,  false
            """)
    void X29_mustHaveToldOfAnAcceptedOrderWithinTenSeconds(
            boolean connected, boolean heard, long millis, boolean silent) {
        if (connected) {
            watch.connected();
        }
        watch.accepted("a", NOW);
        if (heard) {
            watch.heard("a");
        }

        assertThat(watch.isSilent(NOW.plusMillis(millis))).isEqualTo(silent);
    }

    @Test
    void whatWasHeardBeforeItsAnswerCameIsNotExpected() {
        watch.connected();
        watch.heard("a");
        watch.accepted("a", NOW);

        assertThat(watch.isSilent(NOW.plusSeconds(60))).isFalse();
    }

    @Test
    void isSaidOnceForEachConnection() {
        watch.connected();
        watch.accepted("a", NOW);

        assertThat(watch.isSilent(NOW.plusSeconds(10))).isTrue();
        assertThat(watch.isSilent(NOW.plusSeconds(20))).isFalse();

        watch.connected();
        watch.accepted("b", NOW.plusSeconds(20));
        assertThat(watch.isSilent(NOW.plusSeconds(30))).isTrue();
    }
}
