package dev.opspipeline.risk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryBrakeTest {

    private static final Instant NOON = Instant.parse("2026-04-09T16:00:00Z");
    private static final String DIFFERENT = "QUANTITY KO: book 0, broker 2";

    private final EntryBrake brake = new EntryBrake();

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            the fifth after s, stops
            299,               true
            300,               false
            301,               false
            """)
    void X07_fiveRejectsStopOnlyWhenTheyComeWithinFiveMinutes(long seconds, boolean stops) {
        for (int reject = 0; reject < 4; reject++) {
            assertThat(brake.rejected("no", NOON)).isEmpty();
        }

        assertThat(brake.rejected("no", NOON.plusSeconds(seconds)).isPresent()).isEqualTo(stops);
    }

    @Test
    void afterItStoppedItCountsFromTheBeginning() {
        for (int reject = 0; reject < 5; reject++) {
            brake.rejected("no", NOON);
        }

        assertThat(brake.rejected("no", NOON)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            readings at, stops
            0,           false
            0 29,        false
            0 30,        true
            0 10 29,     false
            0 10 30,     true
            30,          false
            """)
    void F15_aDifferenceMustLastForTwoReadingsAndThirtySeconds(String readings, boolean stops) {
        Optional<String> why = Optional.empty();
        for (String seconds : readings.split(" ")) {
            assertThat(why).isEmpty();
            why = brake.compared(DIFFERENT, NOON.plusSeconds(Long.parseLong(seconds)));
        }

        assertThat(why.isPresent()).isEqualTo(stops);
        why.ifPresent(text -> assertThat(text).endsWith(DIFFERENT));
    }

    @Test
    void anAgreementInBetweenBeginsAnew() {
        brake.compared(DIFFERENT, NOON);
        brake.compared("", NOON.plusSeconds(10));

        assertThat(brake.compared(DIFFERENT, NOON.plusSeconds(30))).isEmpty();
        assertThat(brake.compared(DIFFERENT, NOON.plusSeconds(60))).isPresent();
    }
}
