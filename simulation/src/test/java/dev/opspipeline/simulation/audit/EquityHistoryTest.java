package dev.opspipeline.simulation.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.simulation.audit.EquityHistory.Worth;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EquityHistoryTest {

    private static final Instant START = Instant.parse("2026-04-09T15:00:00Z");
    private static final Duration NOTICED = Duration.ofSeconds(15);

    private final EquityHistory history = new EquityHistory();

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            lost first, lost after, seconds between, latched
            99.99,      99.99,      15,              false
            100.00,     99.99,      15,              false
            100.00,     100.00,     14,              false
            100.00,     100.00,     15,              true
            250.00,     100.00,     60,              true
            """)
    void theLossLatchesOnceItStoodTooLongToBeMissed(String first, String after, int seconds, boolean latched) {
        lost(0, first);
        lost(seconds, after);
        assertThat(history.latched(START.plusSeconds(seconds), NOTICED).isPresent())
                .isEqualTo(latched);
    }

    @Test
    void aLatchedLossStaysLatchedWhenTheAccountRecovers() {
        lost(0, "120.00");
        lost(20, "110.00");
        lost(40, "0.00");
        assertThat(history.latched(START.plusSeconds(600), NOTICED))
                .hasValueSatisfying(worth -> assertThat(worth.lost()).isEqualByComparingTo("120.00"));
        assertThat(history.standing(START.plusSeconds(600), new BigDecimal("100"), NOTICED))
                .isEmpty();
    }

    @Test
    void theHighestEquityIsThatOfTheWindowAndWhatStoodAtItsStart() {
        lost(0, "10.00");
        lost(20, "30.00");
        lost(40, "50.00");
        assertThat(history.highest(START.plusSeconds(30), START.plusSeconds(40)))
                .hasValueSatisfying(equity -> assertThat(equity).isEqualByComparingTo("970.00"));
    }

    private void lost(int seconds, String dollars) {
        history.add(new Worth(
                START.plusSeconds(seconds),
                new BigDecimal("1000").subtract(new BigDecimal(dollars)),
                new BigDecimal("1000"),
                new BigDecimal("100"),
                null));
    }
}
