package dev.opspipeline.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Tier;
import dev.opspipeline.money.Money;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gates whose limit differs from tier to tier, under the table alone: before the boundary, on it and after it. */
class TierGatesTest {

    private static final Instant CLOSE = Instant.parse("2026-04-09T20:00:00Z");

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            code,              tiny before, tiny on, tiny after, small before, small on, small after, medium before, medium on, medium after, large before, large on, large after
            LOW_CONFIDENCE,    -0.69,       0.70,    0.71,       -0.69,        0.70,     0.71,        -0.59,         0.60,      0.61,         -0.44,        0.45,     0.46
            LOW_VOLUME,        -1.99,       2.0,     2.01,       -1.99,        2.0,      2.01,        -1.49,         1.5,       1.51,         -1.19,        1.2,      1.21
            DAILY_LOSS,        99.99,       -100,    -100.01,    199.99,       -200,     -200.01,     299.99,        -300,      -300.01,      499.99,       -500,     -500.01
            POSITION_LIMIT,    1,           -2,      -3,         1,            -2,       -3,          3,             -4,        -5,           4,            -5,       -6
            EXPOSURE,          1499.99,     -1500,   -1500.01,   3999.99,      -4000,    -4000.01,    9999.99,       -10000,    -10000.01,    9999.99,      -10000,   -10000.01
            DAILY_TRADE_LIMIT, 2,           -3,      -4,         2,            -3,       -4,          4,             -5,        -6,           98,           99,       100
            MARKET_CLOSED,     -179,        -180,    181,        -179,         -180,     181,         -119,          -120,      121,          -119,         -120,     121
            CONCENTRATION,     0.69,        0.70,    0.71,       0.69,         0.70,     0.71,        0.69,          0.70,      -0.71,        0.69,         0.70,     -0.71
            TICKER_COOLDOWN,   -899,        900,     901,        -899,         900,      901,         -899,          900,       901,          -899,         900,      901
            ACCOUNT_COOLDOWN,  -29,         30,      31,         -29,          30,       31,          -29,           30,        31,           -29,          30,       31
            STREAK,            2,           -3,      -4,         2,            -3,       -4,          2,             -3,        -4,           2,            -3,       -4
            """)
    void F26_eachTierHasItsOwnBoundaryAndANegativeNumberIsRefused(
            RefusalCode code,
            String tinyBefore,
            String tinyOn,
            String tinyAfter,
            String smallBefore,
            String smallOn,
            String smallAfter,
            String mediumBefore,
            String mediumOn,
            String mediumAfter,
            String largeBefore,
            String largeOn,
            String largeAfter) {
        check(code, Tier.TINY, tinyBefore, tinyOn, tinyAfter);
        check(code, Tier.SMALL, smallBefore, smallOn, smallAfter);
        check(code, Tier.MEDIUM, mediumBefore, mediumOn, mediumAfter);
        check(code, Tier.LARGE, largeBefore, largeOn, largeAfter);
    }

    private static void check(RefusalCode code, Tier tier, String... values) {
        for (String value : values) {
            Proposals proposal = Proposals.of(tier);
            set(proposal, code, value.replace("-", ""));
            assertThat(proposal.passes(code))
                    .as("%s %s %s: %s", tier, code, value, proposal.verdict(code))
                    .isEqualTo(!value.startsWith("-"));
        }
    }

    private static void set(Proposals proposal, RefusalCode code, String value) {
        double number = Double.parseDouble(value);
        int count = (int) number;
        switch (code) {
            case LOW_CONFIDENCE -> proposal.confidence = number;
            case LOW_VOLUME -> proposal.volumeRatio = number;
            case DAILY_LOSS ->
                proposal.account = Proposals.account(
                        Money.of(50_000).minus(Money.of(value)).toString(), "50000", "0");
            case POSITION_LIMIT ->
                IntStream.range(0, count).forEach(i -> proposal.holding("AMD260410C0019%d000".formatted(i), 1, "10"));
            case EXPOSURE -> proposal.holding("AMD260410C00190000", 1, value);
            case DAILY_TRADE_LIMIT ->
                IntStream.range(0, count)
                        .forEach(i -> proposal.entered("a" + i, "AMD", Proposals.NOW.minusSeconds(3_600), true));
            case MARKET_CLOSED -> proposal.at(CLOSE.minusSeconds(60L * count));
            case CONCENTRATION ->
                proposal.holding("AMD260410C00190000", 1, "10")
                        .delta(
                                "AMD260410C00190000",
                                number,
                                new Money(proposal.equity().amount().movePointLeft(2)).toString());
            case TICKER_COOLDOWN -> proposal.entered("a", "NVDA", Proposals.NOW.minusSeconds(count), true);
            case ACCOUNT_COOLDOWN -> proposal.entered("a", "AMD", Proposals.NOW.minusSeconds(count), true);
            case STREAK ->
                proposal.stopLosses = IntStream.range(0, count)
                        .mapToObj(i -> Proposals.NOW.minusSeconds(60L * i))
                        .toList();
            default -> throw new IllegalArgumentException("no boundary of " + code);
        }
    }
}
