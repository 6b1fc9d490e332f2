package dev.opspipeline.simulation.audit;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One written version of a parameter document, read by the rules under which the system has to accept or refuse it. */
record LimitDocument(Instant wall, String version, Map<String, JsonNode> values) {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Map<String, String> OLDER_NAMES = Map.of(
            "max_contracts", "max_contracts_per_trade",
            "risk_pct_day_trade", "risk_pct_day",
            "risk_pct_swing_trade", "risk_pct_swing",
            "min_volume_ratio_small_account", "min_volume_ratio");

    private static final Set<String> NOT_NUMBERS = Set.of(
            "account_tier",
            "preset",
            "trading_enabled",
            "small_account_mode",
            "allowed_actions",
            "paper_ignore_buying_power",
            "allow_single_contract",
            "replaces_version");

    /** A numeric key with its bounds; {@code up} when a larger number is the riskier one. */
    private record Bounds(String key, String least, String most, boolean up) {

        boolean admits(JsonNode node) {
            if (node.isNull()) {
                return true;
            }
            try {
                BigDecimal value = new BigDecimal(node.asString());
                return value.compareTo(new BigDecimal(least)) >= 0 && value.compareTo(new BigDecimal(most)) <= 0;
            } catch (NumberFormatException e) {
                return false;
            }
        }
    }

    private static final String BILLION = "1000000000";

    /** Buying power to assume instead of the broker's: neither a number there nor none there is the safer one. */
    private static final String ASSUMED_POWER = "paper_buying_power_override";

    private static final List<String> FLAGS_UP =
            List.of("trading_enabled", "paper_ignore_buying_power", "allow_single_contract");

    private static final List<Bounds> BOUNDS = List.of(
            new Bounds("max_notional_exposure", "0.01", BILLION, true),
            new Bounds("max_daily_loss", "0.01", BILLION, true),
            new Bounds("max_position_dollar", "0.01", BILLION, true),
            new Bounds("max_open_positions", "1", "20", true),
            new Bounds("max_open_positions_high_confidence", "1", "20", true),
            new Bounds("max_contracts_per_trade", "1", "50", true),
            new Bounds("max_risk_per_trade_pct", "0.000001", "0.40", true),
            new Bounds("risk_pct_day", "0.000001", "0.40", true),
            new Bounds("risk_pct_swing", "0.000001", "0.40", true),
            new Bounds("high_confidence_threshold", "0", "1", false),
            new Bounds("confidence_min_options_daytrade", "0", "1", false),
            new Bounds("confidence_min_options_swing", "0", "1", false),
            new Bounds("min_confidence_small_account", "0", "1", false),
            new Bounds("min_volume_ratio", "0", "10", false),
            new Bounds("ticker_cooldown_minutes", "0", "1440", false),
            new Bounds("cooldown_with_positions_seconds", "0", "86400", false),
            new Bounds("cooldown_without_positions_seconds", "0", "86400", false),
            new Bounds("max_trades_per_day", "0", "100", true),
            new Bounds("max_trades_per_ticker_per_day", "0", "100", true),
            new Bounds("session_drawdown_stop", "0.000001", BILLION, true),
            new Bounds("max_net_delta", "0.000001", BILLION, true),
            new Bounds("max_net_delta_pct", "0.000001", BILLION, true),
            new Bounds("min_kelly_fraction", "0", "1", false),
            new Bounds("account_size_override", "0.01", BILLION, true),
            new Bounds("paper_buying_power_override", "0.01", BILLION, true),
            new Bounds("last_entry_minutes_before_close_day", "5", "390", false),
            new Bounds("last_entry_minutes_before_close_swing", "5", "390", false),
            new Bounds("option_max_spread_pct", "0", "0.15", true),
            new Bounds("option_min_volume", "50", BILLION, false),
            new Bounds("option_min_open_interest", "50", BILLION, false),
            new Bounds("option_min_delta", "0.15", "1", false),
            new Bounds("max_recommendation_age_seconds", "5", "900", true),
            new Bounds("max_bar_age_seconds", "15", "900", true),
            new Bounds("max_quote_age_seconds", "5", "900", true),
            new Bounds("streak_stops", "1", BILLION, true),
            new Bounds("streak_minutes", "0", BILLION, false));

    /** Empty when the document has to be refused: malformed, out of bounds, another tier's, or above the ceilings. */
    static Optional<LimitDocument> read(Instant wall, String version, String text, String tier, TierTable table) {
        try {
            JsonNode json = MAPPER.readTree(text);
            Map<String, JsonNode> values = new HashMap<>();
            json.properties()
                    .forEach(entry ->
                            values.put(OLDER_NAMES.getOrDefault(entry.getKey(), entry.getKey()), entry.getValue()));
            LimitDocument document = new LimitDocument(wall, version, Map.copyOf(values));
            return json.isObject() && document.admissible(tier, table) ? Optional.of(document) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private boolean admissible(String tier, TierTable table) {
        JsonNode ours = values.get("account_tier");
        return (ours == null || ours.asString().equals(tier))
                && values.entrySet().stream().allMatch(entry -> known(entry.getKey(), entry.getValue()))
                && under("max_notional_exposure", table, 2)
                && under("max_contracts_per_trade", table, 2)
                && under("max_daily_loss", table, 2)
                && under("max_open_positions", table, 3);
    }

    private static boolean known(String key, JsonNode value) {
        return key.startsWith("x_")
                || NOT_NUMBERS.contains(key)
                || BOUNDS.stream().anyMatch(bounds -> bounds.key().equals(key) && bounds.admits(value));
    }

    private boolean under(String key, TierTable table, int times) {
        return limits(table)
                .optional(key)
                .map(value -> value.compareTo(table.amount(key).multiply(BigDecimal.valueOf(times))) <= 0)
                .orElse(false);
    }

    Limits limits(TierTable table) {
        return new Limits(version, values, table);
    }

    /** The document says for whom it is: needed of one that several accounts share. */
    boolean namesItsTier() {
        return values.containsKey("account_tier");
    }

    /** Whether any key of this version allows more than before; a limit switched off counts as more. */
    boolean raises(LimitDocument before, TierTable table) {
        Limits was = before.limits(table);
        Limits now = limits(table);
        return BOUNDS.stream().anyMatch(bounds -> raises(bounds, was, now))
                || FLAGS_UP.stream().anyMatch(flag -> now.flag(flag) && !was.flag(flag))
                || (was.smallAccount() && !now.smallAccount())
                || !was.allowedActions().containsAll(now.allowedActions());
    }

    /** Whether it more than doubles some risk, or halves some minimum, without naming the version it replaces. */
    boolean leaps(LimitDocument before, TierTable table) {
        JsonNode replaced = values.get("replaces_version");
        boolean named = replaced != null && replaced.asString().equals(before.version());
        Limits was = before.limits(table);
        Limits now = limits(table);
        return !named && BOUNDS.stream().anyMatch(bounds -> raises(bounds, was, now) && leaps(bounds, was, now));
    }

    private static boolean raises(Bounds bounds, Limits before, Limits after) {
        Optional<BigDecimal> was = before.effective(bounds.key());
        Optional<BigDecimal> now = after.effective(bounds.key());
        if (was.isEmpty() && now.isEmpty()) {
            return false;
        }
        if (was.isEmpty() || now.isEmpty()) {
            return now.isEmpty() || bounds.key().equals(ASSUMED_POWER);
        }
        int direction = now.get().compareTo(was.get());
        return bounds.up() ? direction > 0 : direction < 0;
    }

    private static boolean leaps(Bounds bounds, Limits before, Limits after) {
        Optional<BigDecimal> was = before.effective(bounds.key());
        Optional<BigDecimal> now = after.effective(bounds.key());
        if (was.isEmpty() || now.isEmpty()) {
            return now.isEmpty() && !bounds.key().equals(ASSUMED_POWER);
        }
        return bounds.up()
                ? now.get().compareTo(was.get().multiply(BigDecimal.TWO)) > 0
                : now.get().multiply(BigDecimal.TWO).compareTo(was.get()) < 0;
    }
}
