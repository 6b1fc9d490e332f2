package dev.opspipeline.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Tier;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every numeric key before, on and after each of its bounds, in the tier whose ceilings lie highest. */
class LimitBoundsTest {

    private static final String BOUNDS = """
            key,                                   below, least,    most,    above
            max_notional_exposure,                 0,     0.01,     20000,   20000.01
            max_daily_loss,                        0,     0.01,     1000,    1000.01
            max_position_dollar,                   0,     0.01,     20000,   20000.01
            max_open_positions,                    0,     1,        15,      16
            max_open_positions_high_confidence,    4,     5,        18,      19
            max_contracts_per_trade,               0,     1,        20,      21
            max_risk_per_trade_pct,                0,     0.000001, 0.40,    0.400001
            risk_pct_day,                          0,     0.000001, 0.40,    0.400001
            risk_pct_swing,                        0,     0.000001, 0.40,    0.400001
            high_confidence_threshold,             -0.01, 0,        1,       1.01
            confidence_min_options_daytrade,       -0.01, 0,        1,       1.01
            confidence_min_options_swing,          -0.01, 0,        1,       1.01
            min_volume_ratio,                      -0.01, 0,        10,      10.01
            ticker_cooldown_minutes,               -1,    0,        1440,    1441
            cooldown_with_positions_seconds,       -1,    0,        86400,   86401
            cooldown_without_positions_seconds,    -1,    0,        86400,   86401
            max_trades_per_day,                    -1,    0,        100,     101
            max_trades_per_ticker_per_day,         -1,    0,        100,     101
            session_drawdown_stop,                 0,     0.01,     1000000, text
            max_net_delta,                         0,     0.01,     1000000, text
            max_net_delta_pct,                     0,     0.000001, 1000000, text
            min_kelly_fraction,                    -0.01, 0,        1,       1.01
            account_size_override,                 0,     0.01,     1000000, text
            paper_buying_power_override,           0,     0.01,     1000000, text
            last_entry_minutes_before_close_day,   4,     5,        390,     391
            last_entry_minutes_before_close_swing, 4,     5,        390,     391
            option_max_spread_pct,                 0,     0.000001, 0.15,    0.150001
            option_min_volume,                     49,    50,       1000000, 1000001
            option_min_open_interest,              49,    50,       1000000, 1000001
            option_min_delta,                      0.149, 0.15,     1,       1.01
            max_recommendation_age_seconds,        4,     5,        900,     901
            max_bar_age_seconds,                   14,    15,       900,     901
            max_quote_age_seconds,                 4,     5,        900,     901
            streak_stops,                          0,     1,        100,     101
            streak_minutes,                        0,     1,        1440,    1441
            """;

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = BOUNDS)
    void F58_everyNumberIsAcceptedUpToItsBoundsAndRefusedBeyondThem(
            String key, String below, String least, String most, String above) {
        assertThat(read(key, least)).as(key + " " + least).isInstanceOf(LimitsDocument.Accepted.class);
        assertThat(read(key, most)).as(key + " " + most).isInstanceOf(LimitsDocument.Accepted.class);
        for (String outside : List.of(below, above)) {
            assertThat(read(key, outside)).as(key + " " + outside).isInstanceOf(LimitsDocument.Refused.class);
            assertThat(((LimitsDocument.Refused) read(key, outside)).problems())
                    .singleElement()
                    .asString()
                    .startsWith(key + " must be ");
        }
    }

    @Test
    void theTableLeavesNoNumericKeyOut() {
        Set<LimitKey> listed = new HashSet<>();
        BOUNDS.lines()
                .skip(1)
                .forEach(row -> LimitKey.ofKey(row.split(",")[0].strip()).ifPresent(listed::add));
        EnumSet<LimitKey> numeric = EnumSet.noneOf(LimitKey.class);
        Arrays.stream(LimitKey.values())
                .filter(key -> key.kind() != Kind.FLAG && key.kind() != Kind.ACTIONS)
                .forEach(numeric::add);

        assertThat(listed).isEqualTo(numeric);
    }

    @ParameterizedTest
    @EnumSource(LimitKey.class)
    void nullMeansOffOnlyWhereTheReferenceSaysSo(LimitKey key) {
        LimitsDocument document = read(key.key(), "null");
        boolean pairOff = key == LimitKey.STREAK_STOPS || key == LimitKey.STREAK_MINUTES;

        if (key.allowed().endsWith("or null")) {
            assertThat(document instanceof LimitsDocument.Accepted || pairOff).isTrue();
        } else {
            assertThat(document).isInstanceOf(LimitsDocument.Refused.class);
        }
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', nullValues = "-", textBlock = """
            before                          | after                               | replaces | objections
            max_daily_loss: 250             | max_daily_loss: 500                 | -        | 0
            max_daily_loss: 250             | max_daily_loss: 500.01              | -        | 1
            max_daily_loss: 250             | max_daily_loss: 500.01              | 6        | 1
            max_daily_loss: 250             | max_daily_loss: 500.01              | 7        | 0
            ticker_cooldown_minutes: 20     | ticker_cooldown_minutes: 10         | -        | 0
            ticker_cooldown_minutes: 20     | ticker_cooldown_minutes: 9          | -        | 1
            max_position_dollar: 100        | max_position_dollar: null           | -        | 1
            max_position_dollar: null       | max_position_dollar: 100            | -        | 0
            paper_buying_power_override: 50 | paper_buying_power_override: null   | -        | 0
            """)
    void aStepAboveTwiceTheRiskNamesTheVersionItReplaces(
            String before, String after, @Nullable String replaces, int objections) {
        assertThat(LimitsChange.objections(
                        Documents.limits(Tier.LARGE, before), Documents.limits(Tier.LARGE, after), replaces))
                .hasSize(objections);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            keys                                                        | key                             | source
            max_daily_loss: 90                                          | MAX_DAILY_LOSS                  | DOCUMENT
            preset: growth                                              | MAX_DAILY_LOSS                  | PRESET
            preset: growth, max_daily_loss: 90                          | MAX_DAILY_LOSS                  | DOCUMENT
            preset: growth                                              | MAX_NOTIONAL_EXPOSURE           | TIER_TABLE
            confidence_min_options_swing: 0.40                          | CONFIDENCE_MIN_OPTIONS_SWING    | STRICTER_TIER_TABLE
            confidence_min_options_swing: 0.80                          | CONFIDENCE_MIN_OPTIONS_SWING    | DOCUMENT
            max_trades_per_day: 5                                       | MAX_TRADES_PER_DAY              | SMALL_ACCOUNT_MODE
            small_account_mode: false, max_trades_per_day: 5            | MAX_TRADES_PER_DAY              | DOCUMENT
            """)
    void everyValueSaysWhereItCameFrom(String keys, LimitKey key, ValueSource source) {
        LimitsDocument document = LimitsDocument.read(Documents.parse("account_tier: tiny, " + keys), Tier.TINY, "1");

        assertThat(document).isInstanceOf(LimitsDocument.Accepted.class);
        assertThat(((LimitsDocument.Accepted) document).sources()).containsEntry(key, source);
    }

    private static LimitsDocument read(String key, String value) {
        return LimitsDocument.read(Documents.parse("account_tier: large, " + key + ": " + value), Tier.LARGE, "1");
    }
}
