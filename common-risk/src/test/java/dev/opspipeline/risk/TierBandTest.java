package dev.opspipeline.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.Tier;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TierBandTest {

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, nullValues = "-", textBlock = """
            tier,   equity,   override, byEquity, day,  swing, ceiling
            tiny,   1804.00,  -,        tiny,     0.15, 0.08,  0.1
            tiny,   2000.00,  -,        tiny,     0.15, 0.08,  0.1
            tiny,   2000.01,  -,        small,    0.12, 0.08,  0.1
            tiny,   5000.01,  -,        medium,   0.04, 0.06,  0.06
            tiny,   25000.01, -,        large,    0.01, 0.02,  0.05
            tiny,   25000.01, 1500,     tiny,     0.15, 0.08,  0.1
            small,  2000.00,  -,        tiny,     0.12, 0.08,  0.1
            large,  25000.00, -,        medium,   0.01, 0.02,  0.05
            large,  900,      -,        tiny,     0.01, 0.02,  0.05
            """)
    void F09_outsideItsBandAnAccountTakesTheSmallerOfBothTiersPercentages(
            String tier,
            String equity,
            @Nullable String override,
            String byEquity,
            String day,
            String swing,
            String ceiling) {
        TierBand band = TierBand.of(tier(tier), Money.of(equity), override == null ? null : Money.of(override));
        TierLimits limits = TierTable.limits(tier(tier));

        assertThat(band.byEquity()).isEqualTo(tier(byEquity));
        assertThat(band.isOutside()).isEqualTo(!tier.equals(byEquity));
        assertThat(band.riskPct(limits, Strategy.DAY)).isEqualTo(Fraction.of(day));
        assertThat(band.riskPct(limits, Strategy.SWING)).isEqualTo(Fraction.of(swing));
        assertThat(band.maxRiskPerTradePct(limits)).isEqualTo(Fraction.of(ceiling));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, nullValues = "-", textBlock = """
            tier,   equity,   proposed
            tiny,   2000.01,  -
            tiny,   2200.00,  -
            tiny,   2200.02,  small
            tiny,   5499.00,  small
            tiny,   5500.02,  medium
            small,  1800.01,  -
            small,  1800.00,  tiny
            large,  22500.01, -
            large,  22500.00, medium
            large,  100.00,   tiny
            medium, 25000.00, -
            medium, 27500.02, large
            """)
    void aChangeOfTierIsProposedOnlyATenthBeyondTheBand(String tier, String equity, @Nullable String proposed) {
        TierBand band = TierBand.of(tier(tier), Money.of(equity), null);

        assertThat(band.graduation()).isEqualTo(proposed == null ? Optional.empty() : Optional.of(tier(proposed)));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            tier  | equity | keys                      | day   | swing | nothing
            tiny  | 1804   | preset: moderate          | 1.80  | 1.44  | false
            tiny  | 1804   | preset: growth            | 4.00  | 2.70  | false
            tiny  | 1804   | max_position_dollar: 50   | 0.50  | 0.50  | false
            tiny  | 1804   | max_position_dollar: 49.9 | 0.49  | 0.49  | true
            tiny  | 499    | preset: moderate          | 0.49  | 0.39  | true
            tiny  | 500    | preset: moderate          | 0.50  | 0.40  | false
            large | 209000 | preset: moderate          | 20.00 | 20.00 | false
            large | 1804   | preset: moderate          | 0.18  | 0.36  | true
            """)
    void F26_saysWhatTheAccountCanBuyUnderItsOwnLimits(
            String tier, String equity, String keys, String day, String swing, boolean nothing) {
        Money money = Money.of(equity);
        var account = new AccountSnapshot("PA1", money, money, money, 2, false, false, Money.ZERO, Instant.EPOCH);

        Affordability affordable = Affordability.of(Documents.limits(tier(tier), keys), account, true);

        assertThat(affordable).isEqualTo(new Affordability(Money.of(day), Money.of(swing)));
        assertThat(affordable.nothing()).isEqualTo(nothing);
    }

    private static Tier tier(String id) {
        return Tier.ofId(id).orElseThrow();
    }
}
