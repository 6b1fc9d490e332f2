package dev.opspipeline.positionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActingRuleTest {

    private static final Instant START = Instant.parse("2026-04-09T14:00:00Z");

    private final ActingRule rule = new ActingRule(START);

    @Test
    void everyInstanceActsUntilTheGroupHasAgreed() {
        assertThat(rule.acts(START)).isTrue();
        rule.assigned(false);
        assertThat(rule.acts(START)).isFalse();
        rule.revoked();
        assertThat(rule.acts(START)).isTrue();
        rule.assigned(true);
        assertThat(rule.acts(START)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            millisAway, acts
            0,          false
            9999,       false
            10000,      true
            60000,      true
            """)
    void aStandByActsOnceKafkaHasBeenAwayForTenSeconds(long millisAway, boolean acts) {
        rule.assigned(false);
        rule.heard(START);
        assertThat(rule.acts(START.plusMillis(millisAway))).isEqualTo(acts);
    }

    @Test
    void aStandByStandsByAgainWhenKafkaIsBack() {
        rule.assigned(false);
        rule.heard(START);
        assertThat(rule.acts(START.plusSeconds(20))).isTrue();
        rule.heard(START.plusSeconds(21));
        assertThat(rule.acts(START.plusSeconds(21))).isFalse();
    }
}
