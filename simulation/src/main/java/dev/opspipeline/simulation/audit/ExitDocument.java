package dev.opspipeline.simulation.audit;

import java.math.BigDecimal;
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

/** One written version of a document of exits, read by the rules under which the system has to accept or refuse it. */
record ExitDocument(Map<String, JsonNode> values) {

    /** None was ever written: the tier's own numbers hold. */
    static final ExitDocument NONE = new ExitDocument(Map.of());

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Set<String> FLAGS = Set.of("close_losing_swings_overnight", "flatten_includes_external");
    private static final Set<String> ADOPTS = Set.of("none", "long_options", "all");
    private static final String ARM = "trailing_arm_pct";
    private static final String GIVE_BACK = "trailing_give_back_pct";

    private record Bounds(String key, String least, String most, boolean whole) {

        boolean admits(JsonNode node) {
            if (!node.isNumber()) {
                return false;
            }
            BigDecimal value = node.decimalValue();
            return value.compareTo(new BigDecimal(least)) >= 0
                    && value.compareTo(new BigDecimal(most)) <= 0
                    && (!whole || value.stripTrailingZeros().scale() <= 0);
        }
    }

    /** Empty when it has to be refused: malformed, out of bounds, of another tier, or with a stop wider than the tier's. */
    static Optional<ExitDocument> read(String text, String tier, TierTable table) {
        try {
            JsonNode json = MAPPER.readTree(text);
            Map<String, JsonNode> values = new HashMap<>();
            json.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
            ExitDocument document = new ExitDocument(Map.copyOf(values));
            return json.isObject() && document.admissible(tier, table) ? Optional.of(document) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private boolean admissible(String tier, TierTable table) {
        JsonNode ours = values.get("account_tier");
        JsonNode arm = values.get(ARM);
        boolean trails = arm != null && !arm.isNull();
        return ours != null
                && ours.asString("").equals(tier)
                && (trails || !values.containsKey(GIVE_BACK))
                && values.entrySet().stream().allMatch(entry -> known(entry.getKey(), entry.getValue(), table));
    }

    private static boolean known(String key, JsonNode value, TierTable table) {
        return key.startsWith("x_")
                || key.equals("account_tier")
                || (key.equals(ARM) && value.isNull())
                || (key.equals("adopt_external") && ADOPTS.contains(value.asString("")))
                || (FLAGS.contains(key) && value.isBoolean())
                || bounds(table).stream().anyMatch(bounds -> bounds.key().equals(key) && bounds.admits(value));
    }

    private static List<Bounds> bounds(TierTable table) {
        return List.of(
                new Bounds("stop_pct_day", "0.15", table.stop(TradeKind.DAY).toPlainString(), false),
                new Bounds("stop_pct_swing", "0.15", table.stop(TradeKind.SWING).toPlainString(), false),
                new Bounds("target_pct_day", "0.05", "10", false),
                new Bounds("target_pct_swing", "0.05", "10", false),
                new Bounds(ARM, "0.05", "5", false),
                new Bounds(GIVE_BACK, "0.05", "0.95", false),
                new Bounds("max_hold_minutes_day", "5", "390", true),
                new Bounds("max_hold_days_swing", "1", "30", true),
                new Bounds("minutes_before_close", "5", "120", true),
                new Bounds("minutes_before_close_expiring", "35", "240", true));
    }

    /** A number it gives; empty when it leaves that to the tier. */
    Optional<BigDecimal> number(String key) {
        return Optional.ofNullable(values.get(key)).filter(JsonNode::isNumber).map(JsonNode::decimalValue);
    }

    Optional<Boolean> flag(String key) {
        return Optional.ofNullable(values.get(key)).map(JsonNode::booleanValue);
    }
}
