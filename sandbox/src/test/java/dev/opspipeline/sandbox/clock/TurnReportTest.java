package dev.opspipeline.sandbox.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TurnReportTest {

    @Test
    void saysWhatWasHandledAndWhatWasPublished() {
        assertThat(
                        TurnReport.parse(
                                "REACHED 12 ran=3 in:recommendations=7 in:trade-updates=0 out:decisions.tiny=9 out:orders.tiny=4"))
                .isEqualTo(new TurnReport(
                        3,
                        Map.of("recommendations", 7L, "trade-updates", 0L),
                        Map.of("decisions.tiny", 9L, "orders.tiny", 4L)));
    }

    @Test
    void anInletThatHasHandledNothingStandsBeforeItsFirstEvent() {
        assertThat(TurnReport.parse("REACHED 1 ran=0 in:bars=-1"))
                .isEqualTo(new TurnReport(0, Map.of("bars", -1L), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"REACHED 1 ran=many", "REACHED 1 in:bars=", "REACHED 1 ran=1 out:orders"})
    void nonsenseIsRefused(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> TurnReport.parse(line));
    }
}
