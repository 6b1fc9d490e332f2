package dev.opspipeline.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Tier;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TierTableTest {

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            tier,   day,  swing, contracts, positions, confident, exposure, loss, most, confidence, volume, trades, small
            TINY,   0.15, 0.08,  2,         2,         2,         1500,     100,  0.10, 0.70,       2.0,    3,      true
            SMALL,  0.12, 0.08,  3,         2,         2,         4000,     200,  0.10, 0.70,       2.0,    3,      true
            MEDIUM, 0.04, 0.06,  5,         4,         5,         10000,    300,  0.06, 0.60,       1.5,    5,      false
            LARGE,  0.01, 0.02,  10,        5,         6,         10000,    500,  0.05, 0.45,       1.2,    ,       false
            """)
    void holdsTheNumbersOfEachTier(
            Tier tier,
            Fraction day,
            Fraction swing,
            int contracts,
            int positions,
            int confident,
            Money exposure,
            Money loss,
            Fraction most,
            Fraction confidence,
            Fraction volume,
            @Nullable Integer trades,
            boolean small) {
        TierLimits limits = TierTable.limits(tier);

        assertThat(limits.riskPct(Strategy.DAY)).isEqualTo(day);
        assertThat(limits.riskPct(Strategy.SWING)).isEqualTo(swing);
        assertThat(limits.maxContractsPerTrade()).isEqualTo(contracts);
        assertThat(limits.maxOpenPositions()).isEqualTo(positions);
        assertThat(limits.maxOpenPositionsHighConfidence()).isEqualTo(confident);
        assertThat(limits.maxNotionalExposure()).isEqualTo(exposure);
        assertThat(limits.maxDailyLoss()).isEqualTo(loss);
        assertThat(limits.maxRiskPerTradePct()).isEqualTo(most);
        assertThat(limits.minConfidence(Strategy.DAY)).isEqualTo(confidence);
        assertThat(limits.minConfidence(Strategy.SWING)).isEqualTo(confidence);
        assertThat(limits.minVolumeRatio()).isEqualTo(volume);
        assertThat(limits.maxTradesPerDay()).isEqualTo(trades);
        assertThat(limits.smallAccountMode()).isEqualTo(small);
        assertThat(limits.allowSingleContract()).isFalse();
        assertThat(limits.paperIgnoreBuyingPower()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            equity,   tier
            0,        TINY
            2000,     TINY
            2000.01,  SMALL
            5000,     SMALL
            5000.01,  MEDIUM
            25000,    MEDIUM
            25000.01, LARGE
            """)
    void bandsIncludeTheirUpperBound(Money equity, Tier tier) {
        assertThat(TierTable.tierOf(equity)).isEqualTo(tier);
    }
}
