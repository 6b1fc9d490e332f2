package dev.opspipeline.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opspipeline.account.Tier;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Action;
import dev.opspipeline.signal.Strategy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LimitsDocumentTest {

    private static final String OPERATORS_LARGE = "account_tier: large, max_notional_exposure: 10000,"
            + "max_open_positions: 5, max_contracts_per_trade: 10, max_daily_loss: 500, max_risk_per_trade_pct: 0.05,"
            + "ticker_cooldown_minutes: 15, confidence_min_options_swing: 0.40, confidence_min_options_daytrade: 0.60,"
            + "allowed_actions: [BUY_CALL BUY_PUT], paper_ignore_buying_power: false";

    @Test
    void readsTheOperatorsDocumentOverTheTable() {
        TierLimits limits = accepted(LimitsDocument.read(Documents.parse(OPERATORS_LARGE), Tier.LARGE, "3"))
                .limits();

        assertThat(limits.version()).isEqualTo("3");
        assertThat(limits.maxNotionalExposure()).isEqualTo(Money.of(10_000));
        assertThat(limits.maxOpenPositionsHighConfidence()).isEqualTo(6);
        assertThat(limits.minConfidence(Strategy.DAY)).isEqualTo(Fraction.of("0.60"));
        assertThat(limits.minConfidence(Strategy.SWING)).isEqualTo(Fraction.of("0.45"));
        assertThat(limits.riskPct(Strategy.SWING)).isEqualTo(Fraction.of("0.02"));
        assertThat(limits.allowedActions()).containsExactly(Action.BUY_CALL, Action.BUY_PUT);
        assertThat(limits.maxTradesPerDay()).isNull();
        assertThat(limits.lastEntryBeforeClose(Strategy.SWING)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void F26_aDocumentOfAnotherTierIsRefused() {
        assertThat(refused(LimitsDocument.read(Documents.parse(OPERATORS_LARGE), Tier.TINY, "3")))
                .contains("account_tier must be \"tiny\", was \"large\"");
        assertThat(refused(LimitsDocument.read(new HashMap<>(), Tier.TINY, "3")))
                .containsExactly("account_tier must be \"tiny\", was null");
    }

    @ParameterizedTest
    @EnumSource(Tier.class)
    void anEmptyDocumentIsTheTable(Tier tier) {
        assertThat(Documents.limits(tier, "").values())
                .isEqualTo(TierTable.limits(tier).values());
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            tier   | keys                                        | problem
            tiny   | max_contracts_per_trade: 0                  | max_contracts_per_trade must be a whole number, 1 to 50, was 0
            tiny   | max_contracts_per_trade: 1                  |
            tiny   | max_contracts_per_trade: 4                  |
            tiny   | max_contracts_per_trade: 5                  | max_contracts_per_trade must be at most 4, the ceiling of tiny, was 5
            tiny   | max_contracts_per_trade: 1.5                | max_contracts_per_trade must be a whole number, 1 to 50, was 1.5
            tiny   | max_contracts_per_trade: 2.0                |
            tiny   | max_contracts_per_trade: 9e99               | max_contracts_per_trade must be a whole number, 1 to 50, was 9E+99
            tiny   | max_notional_exposure: 3000                 |
            tiny   | max_notional_exposure: 3000.01              | max_notional_exposure must be at most 3000, the ceiling of tiny, was 3000.01
            tiny   | max_notional_exposure: 0                    | max_notional_exposure must be dollars, above 0, was 0
            tiny   | max_daily_loss: 200                         |
            tiny   | max_daily_loss: 201                         | max_daily_loss must be at most 200, the ceiling of tiny, was 201.00
            tiny   | max_daily_loss: lots                        | max_daily_loss must be dollars, above 0, was "lots"
            tiny   | max_daily_loss: null                        | max_daily_loss must be dollars, above 0, was null
            tiny   | max_position_dollar: null                   |
            tiny   | max_position_dollar: 3001                   | max_position_dollar must be at most 3000, the ceiling of tiny, was 3001.00
            tiny   | max_open_positions: 6                       |
            tiny   | max_open_positions: 7                       | max_open_positions must be at most 6, the ceiling of tiny, was 7
            large  | max_open_positions: 15                      |
            large  | max_open_positions: 16                      | max_open_positions must be at most 15, the ceiling of large, was 16
            large  | max_open_positions: 21                      | max_open_positions must be a whole number, 1 to 20, was 21
            large  | max_open_positions_high_confidence: 4       | max_open_positions_high_confidence must be at least max_open_positions, which is 5, was 4
            large  | max_open_positions_high_confidence: 5       |
            tiny   | max_risk_per_trade_pct: 0.40                |
            tiny   | max_risk_per_trade_pct: 0.400001            | max_risk_per_trade_pct must be a number, above 0 and at most 0.40, was 0.400001
            tiny   | risk_pct_day: 0                             | risk_pct_day must be a number, above 0 and at most 0.40, was 0
            tiny   | high_confidence_threshold: 1.01             | high_confidence_threshold must be a number, 0 to 1, was 1.01
            tiny   | ticker_cooldown_minutes: 0                  |
            tiny   | ticker_cooldown_minutes: 1441               | ticker_cooldown_minutes must be a whole number, 0 to 1440, was 1441
            tiny   | max_trades_per_ticker_per_day: null         |
            tiny   | max_trades_per_ticker_per_day: 101          | max_trades_per_ticker_per_day must be a whole number, 0 to 100, or null, was 101
            tiny   | option_max_spread_pct: 0.15                 |
            tiny   | option_max_spread_pct: 0.16                 | option_max_spread_pct must be a number, above 0 and at most 0.15, was 0.16
            tiny   | option_min_volume: 50                       |
            tiny   | option_min_volume: 49                       | option_min_volume must be a whole number, 50 to 1000000, was 49
            tiny   | option_min_open_interest: 49                | option_min_open_interest must be a whole number, 50 to 1000000, was 49
            tiny   | option_min_delta: 0.15                      |
            tiny   | option_min_delta: 0.149                     | option_min_delta must be a number, 0.15 to 1, was 0.149
            tiny   | max_quote_age_seconds: 4                    | max_quote_age_seconds must be a whole number, 5 to 900, was 4
            tiny   | last_entry_minutes_before_close_day: 391    | last_entry_minutes_before_close_day must be a whole number, 5 to 390, was 391
            tiny   | trading_enabled: yes                        | trading_enabled must be true or false, was "yes"
            tiny   | allowed_actions: []                         | allowed_actions must be a list of one or more of [BUY_CALL, BUY_PUT], was []
            tiny   | allowed_actions: [SELL]                     | allowed_actions must be a list of one or more of [BUY_CALL, BUY_PUT], was [SELL]
            tiny   | max_daly_loss: 100                          | max_daly_loss is not a known key, was 100; the nearest known key is max_daily_loss
            tiny   | x_note: max_daly_loss                       |
            tiny   | preset: growth                              |
            small  | preset: growth                              | preset must be one of [conservative, moderate, aggressive], was "growth"
            tiny   | preset: reckless                            | preset must be one of [growth, conservative, moderate, aggressive], was "reckless"
            tiny   | replaces_version: true                      | replaces_version must be a version, was true
            """)
    void F58_everyKeyHasItsBoundsAndSaysThem(String tier, String keys, @Nullable String problem) {
        LimitsDocument document = LimitsDocument.read(
                Documents.parse("account_tier: " + tier + "," + keys),
                Tier.ofId(tier).orElseThrow(),
                "1");

        if (problem == null) {
            assertThat(document).as(document.toString()).isInstanceOf(LimitsDocument.Accepted.class);
        } else {
            assertThat(refused(document)).containsExactly(problem);
        }
    }

    @ParameterizedTest
    @EnumSource(Tier.class)
    void everyPresetStaysWithinTheCeilingsOfItsTiers(Tier tier) {
        for (Preset preset : Preset.values()) {
            if (preset.tiers().contains(tier)) {
                TierLimits limits = Documents.limits(tier, "preset: " + preset.id());
                assertThat(LimitKey.values())
                        .allSatisfy(key -> assertThat(TierTable.ceiling(tier, key)
                                        .filter(ceiling -> exceeds(limits.value(key), key, ceiling)))
                                .isEmpty());
            }
        }
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        Map<String, @Nullable Object> document = Documents.parse("account_tier: big, max_daily_loss: -1,"
                + "max_contracts: 2, max_contracts_per_trade: 2, max_open_positions: 7, colour: red,"
                + "streak_stops: 3, streak_minutes: null");

        assertThat(refused(LimitsDocument.read(document, Tier.TINY, "1")))
                .hasSize(6)
                .anyMatch(problem -> problem.startsWith("account_tier"))
                .anyMatch(problem -> problem.startsWith("max_daily_loss must be"))
                .anyMatch(problem -> problem.startsWith("max_contracts 2 contradicts max_contracts_per_trade"))
                .anyMatch(problem -> problem.startsWith("max_open_positions must be at most 6"))
                .anyMatch(problem -> problem.startsWith("colour is not a known key"))
                .anyMatch(problem -> problem.startsWith("streak_stops 3 contradicts streak_minutes null"));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            keys                                | said
            max_bar_age_seconds: 14             | max_bar_age_seconds must be at least 15, as bars come every 15 s when there is no stream and none would be young enough, was 14
            max_bar_age_seconds: 15             |
            max_bar_age_seconds: 16             |
            max_recommendation_age_seconds: 299 |
            max_recommendation_age_seconds: 300 |
            max_recommendation_age_seconds: 301 | max_recommendation_age_seconds 301 allows no more than 300: recommendations expire then
            """)
    void F54_agesThatNoSignalCouldEverHaveAreSaid(String keys, @Nullable String said) {
        LimitsDocument document = LimitsDocument.read(Documents.parse("account_tier: tiny, " + keys), Tier.TINY, "1");

        List<String> heard =
                document instanceof LimitsDocument.Accepted accepted ? accepted.warnings() : refused(document);
        assertThat(heard).isEqualTo(said == null ? List.of() : List.of(said));
        assertThat(document instanceof LimitsDocument.Refused).isEqualTo(said != null && said.contains(" must be "));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            older,                          value, key
            max_contracts,                  1,     MAX_CONTRACTS_PER_TRADE
            risk_pct_day_trade,             0.05,  RISK_PCT_DAY
            risk_pct_swing_trade,           0.05,  RISK_PCT_SWING
            min_confidence_small_account,   0.8,   CONFIDENCE_MIN_OPTIONS_DAYTRADE
            min_confidence_small_account,   0.8,   CONFIDENCE_MIN_OPTIONS_SWING
            min_volume_ratio_small_account, 2.5,   MIN_VOLUME_RATIO
            """)
    void acceptsOlderNamesAndSaysSo(String older, String value, LimitKey key) {
        LimitsDocument.Accepted accepted = accepted(
                LimitsDocument.read(Documents.parse("account_tier: tiny, " + older + ": " + value), Tier.TINY, "1"));

        assertThat(accepted.limits().value(key))
                .satisfiesAnyOf(
                        read -> assertThat(read).isEqualTo(Fraction.of(value)),
                        read -> assertThat(read).isEqualTo(1));
        assertThat(accepted.warnings()).contains(older + " is an older name of " + key.key());
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            tier  | keys                                                              | key                                | value
            tiny  | preset: growth                                                    | RISK_PCT_DAY                       | 0.25
            tiny  | preset: growth, risk_pct_day: 0.20                                | RISK_PCT_DAY                       | 0.2
            tiny  | preset: growth                                                    | MAX_DAILY_LOSS                     | 200.00
            large | preset: building                                                  | MAX_TRADES_PER_DAY                 | 10
            large | preset: building                                                  | CONFIDENCE_MIN_OPTIONS_DAYTRADE    | 0.5
            large | preset: building, confidence_min_options_daytrade: 0.40           | CONFIDENCE_MIN_OPTIONS_DAYTRADE    | 0.45
            large | preset: conservative                                              | MAX_OPEN_POSITIONS_HIGH_CONFIDENCE | 2
            large | preset: aggressive                                                | HIGH_CONFIDENCE_THRESHOLD          | 0.9
            large | preset: moderate, max_open_positions: 4                           | MAX_OPEN_POSITIONS_HIGH_CONFIDENCE | 5
            tiny  | max_open_positions: 3                                             | MAX_OPEN_POSITIONS_HIGH_CONFIDENCE | 3
            tiny  | confidence_min_options_daytrade: 0.80                             | CONFIDENCE_MIN_OPTIONS_DAYTRADE    | 0.8
            tiny  | confidence_min_options_daytrade: 0.60                             | CONFIDENCE_MIN_OPTIONS_DAYTRADE    | 0.7
            tiny  | small_account_mode: false, confidence_min_options_daytrade: 0.60  | CONFIDENCE_MIN_OPTIONS_DAYTRADE    | 0.6
            tiny  | small_account_mode: false                                         | CONFIDENCE_MIN_OPTIONS_DAYTRADE    | 0.7
            tiny  | small_account_mode: false                                         | MIN_VOLUME_RATIO                   | 1.2
            tiny  | small_account_mode: false                                         | MAX_TRADES_PER_DAY                 | null
            tiny  | max_trades_per_day: 2                                             | MAX_TRADES_PER_DAY                 | 2
            tiny  | max_trades_per_day: 4                                             | MAX_TRADES_PER_DAY                 | 3
            large | small_account_mode: true                                          | CONFIDENCE_MIN_OPTIONS_SWING       | 0.7
            large | small_account_mode: true                                          | MAX_TRADES_PER_DAY                 | 3
            """)
    void theDocumentWinsOverThePresetAndThePresetOverTheTable(String tier, String keys, LimitKey key, String value) {
        TierLimits limits = Documents.limits(Tier.ofId(tier).orElseThrow(), keys);

        assertThat(String.valueOf(limits.value(key))).isEqualTo(value);
    }

    @Test
    void keepsTheVersionThatAStepNames() {
        LimitsDocument document =
                LimitsDocument.read(Documents.parse("account_tier: tiny, replaces_version: 4"), Tier.TINY, "5");

        assertThat(accepted(document).replacesVersion()).isEqualTo("4");
    }

    @Test
    void limitsThatMakeNoSenseCannotBeBuilt() {
        assertThatThrownBy(() -> tinyWithContracts(0))
                .hasMessage("max_contracts_per_trade must be a whole number, 1 to 50, was 0");
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            before                           | after                             | raises | leaps
            max_daily_loss: 100              | max_daily_loss: 99                | false  | false
            max_daily_loss: 50               | max_daily_loss: 100               | true   | false
            max_daily_loss: 50               | max_daily_loss: 100.01            | true   | true
            ticker_cooldown_minutes: 10      | ticker_cooldown_minutes: 11       | false  | false
            ticker_cooldown_minutes: 10      | ticker_cooldown_minutes: 5        | true   | false
            ticker_cooldown_minutes: 10      | ticker_cooldown_minutes: 4        | true   | true
            max_position_dollar: 100         | max_position_dollar: null         | true   | true
            max_position_dollar: null        | max_position_dollar: 3000         | false  | false
            allowed_actions: [BUY_CALL]      | allowed_actions: [BUY_CALL BUY_PUT] | true | false
            allowed_actions: [BUY_CALL BUY_PUT] | allowed_actions: [BUY_PUT]     | false  | false
            trading_enabled: true            | trading_enabled: false            | false  | false
            trading_enabled: false           | trading_enabled: true             | true   | false
            allow_single_contract: false     | allow_single_contract: true       | true   | false
            """)
    void tellsMoreRiskFromLess(String before, String after, boolean raises, boolean leaps) {
        LimitsChange change =
                LimitsChange.between(Documents.limits(Tier.TINY, before), Documents.limits(Tier.TINY, after));

        assertThat(change.changed()).hasSize(1);
        assertThat(change.raisesRisk()).isEqualTo(raises);
        assertThat(!change.leaps().isEmpty()).isEqualTo(leaps);
    }

    @SuppressWarnings("NullAway") // the compiled record's constructor has lost its type annotations
    private static TierLimits tinyWithContracts(int contracts) {
        Map<LimitKey, @Nullable Object> values = TierTable.defaults(Tier.TINY);
        values.put(LimitKey.MAX_CONTRACTS_PER_TRADE, contracts);
        return new TierLimits(Tier.TINY, "1", values);
    }

    private static boolean exceeds(@Nullable Object value, LimitKey key, BigDecimal ceiling) {
        BigDecimal number = value == null ? null : key.kind().number(value);
        return number != null && number.compareTo(ceiling) > 0;
    }

    private static LimitsDocument.Accepted accepted(LimitsDocument document) {
        assertThat(document).as(document.toString()).isInstanceOf(LimitsDocument.Accepted.class);
        return (LimitsDocument.Accepted) document;
    }

    private static List<String> refused(LimitsDocument document) {
        assertThat(document).as(document.toString()).isInstanceOf(LimitsDocument.Refused.class);
        return ((LimitsDocument.Refused) document).problems();
    }
}
