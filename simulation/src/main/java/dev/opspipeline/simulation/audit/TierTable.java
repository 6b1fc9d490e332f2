package dev.opspipeline.simulation.audit;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The numbers an account size starts from, written down a second time so that a slip in the system's own table shows. */
final class TierTable {

    private static final String COLUMNS = """
            tier                              tiny    small   medium  large
            risk_pct_day                      0.15    0.12    0.04    0.01
            risk_pct_swing                    0.08    0.08    0.06    0.02
            max_contracts_per_trade           2       3       5       10
            max_open_positions                2       2       4       5
            extra_positions                   0       0       1       1
            max_notional_exposure             1500    4000    10000   10000
            max_daily_loss                    100     200     300     500
            max_risk_per_trade_pct            0.10    0.10    0.06    0.05
            min_confidence                    0.70    0.70    0.60    0.45
            min_volume_ratio                  2.0     2.0     1.5     1.2
            max_trades_per_day                3       3       5       none
            stop_day                          0.50    0.50    0.25    0.25
            target_day                        1.00    1.00    0.50    0.50
            stop_swing                        0.40    0.40    0.25    0.25
            target_swing                      0.80    0.80    0.50    0.50
            stop_gap                          0.30    0.30    0.30    0.30
            target_gap                        0.40    0.40    0.40    0.40
            last_entry_minutes_before_close_day    180 180    120     120
            last_entry_minutes_before_close_swing  120 120    60      60
            small_account_mode                true    true    false   false
            max_net_delta_pct                 none    none    0.70    0.70
            """;

    private static final Map<String, String> EVERYWHERE = Map.ofEntries(
            Map.entry("trading_enabled", "true"),
            Map.entry("high_confidence_threshold", "0.95"),
            Map.entry("ticker_cooldown_minutes", "15"),
            Map.entry("cooldown_with_positions_seconds", "300"),
            Map.entry("cooldown_without_positions_seconds", "30"),
            Map.entry("max_trades_per_ticker_per_day", "2"),
            Map.entry("paper_ignore_buying_power", "false"),
            Map.entry("allow_single_contract", "false"),
            Map.entry("option_max_spread_pct", "0.10"),
            Map.entry("option_min_volume", "100"),
            Map.entry("option_min_open_interest", "100"),
            Map.entry("option_min_delta", "0.20"),
            Map.entry("max_recommendation_age_seconds", "300"),
            Map.entry("max_bar_age_seconds", "120"),
            Map.entry("streak_stops", "3"),
            Map.entry("streak_minutes", "60"),
            Map.entry("max_quote_age_seconds", "15"));

    static final Map<String, Map<String, String>> PRESETS = Map.of(
            "growth",
            Map.of(
                    "risk_pct_day", "0.25",
                    "risk_pct_swing", "0.15",
                    "max_risk_per_trade_pct", "0.25",
                    "max_daily_loss", "200"),
            "building",
            Map.of(
                    "risk_pct_day", "0.04",
                    "risk_pct_swing", "0.05",
                    "min_confidence", "0.50",
                    "min_volume_ratio", "1.2",
                    "max_trades_per_day", "10"),
            "conservative",
            pace("1", "2", "0.95", "600", "60"),
            "moderate",
            pace("2", "3", "0.95", "300", "30"),
            "aggressive",
            pace("3", "5", "0.90", "180", "30"));

    private static final Map<String, TierTable> TABLES = read();

    private final Map<String, String> values;

    private TierTable(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    static Optional<TierTable> of(String tier) {
        return Optional.ofNullable(TABLES.get(tier));
    }

    /** The value of a key of the parameter document, or of the table's own; empty when there is no such limit. */
    Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.equals("none"));
    }

    BigDecimal amount(String key) {
        return value(key).map(BigDecimal::new).orElseThrow(() -> new IllegalArgumentException("no such limit: " + key));
    }

    /** Loss at which a position is closed, as a fraction of the premium paid. */
    BigDecimal stop(TradeKind kind) {
        return amount("stop_" + kind.name().toLowerCase(Locale.ROOT));
    }

    /** Gain at which a position is closed, as a fraction of the premium paid. */
    BigDecimal target(TradeKind kind) {
        return amount("target_" + kind.name().toLowerCase(Locale.ROOT));
    }

    private static Map<String, String> pace(
            String positions, String atHighConfidence, String threshold, String withPositions, String without) {
        return Map.of(
                "max_open_positions", positions,
                "max_open_positions_high_confidence", atHighConfidence,
                "high_confidence_threshold", threshold,
                "cooldown_with_positions_seconds", withPositions,
                "cooldown_without_positions_seconds", without);
    }

    private static Map<String, TierTable> read() {
        String[] rows = COLUMNS.strip().split("\n", -1);
        String[] tiers = rows[0].trim().split("\\s+", -1);
        Map<String, TierTable> tables = new HashMap<>();
        for (int column = 1; column < tiers.length; column++) {
            Map<String, String> values = new HashMap<>(EVERYWHERE);
            for (int row = 1; row < rows.length; row++) {
                String[] cells = rows[row].trim().split("\\s+", -1);
                values.put(cells[0], cells[column]);
            }
            tables.put(tiers[column].toLowerCase(Locale.ROOT), new TierTable(values));
        }
        return tables;
    }
}
