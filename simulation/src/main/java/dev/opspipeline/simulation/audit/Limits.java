package dev.opspipeline.simulation.audit;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The limits of one account under one version of its document: document over preset over tier table. */
final class Limits {

    private static final BigDecimal SURGE = new BigDecimal("2.0");
    private static final BigDecimal SMALL_ACCOUNT_CONFIDENCE = new BigDecimal("0.70");
    private static final int SMALL_ACCOUNT_TRADES = 3;
    private static final BigDecimal RELAXED_VOLUME = new BigDecimal("1.2");

    private final String version;
    private final Map<String, JsonNode> document;
    private final TierTable table;
    private final Map<String, String> preset;

    Limits(String version, Map<String, JsonNode> document, TierTable table) {
        this.version = version;
        this.document = document;
        this.table = table;
        JsonNode name = document.get("preset");
        this.preset = name == null ? Map.of() : TierTable.PRESETS.getOrDefault(name.asString(), Map.of());
    }

    String version() {
        return version;
    }

    TierTable table() {
        return table;
    }

    /** Effective value of a key as text; empty when there is no such limit or it is switched off. */
    Optional<String> value(String key) {
        JsonNode node = document.get(key);
        if (node != null) {
            return node.isNull() ? Optional.empty() : Optional.of(node.asString());
        }
        return Optional.ofNullable(preset.get(key)).or(() -> table.value(key));
    }

    /** What a number comes to once tier table and small-account mode have had their say: by that edits are measured. */
    Optional<BigDecimal> effective(String key) {
        return switch (key) {
            case "confidence_min_options_daytrade" -> Optional.of(minConfidence(true));
            case "confidence_min_options_swing" -> Optional.of(minConfidence(false));
            case "min_volume_ratio" ->
                Optional.of(relaxed() ? documented(key).orElse(RELAXED_VOLUME) : amount("min_volume_ratio"));
            case "max_trades_per_day" -> maxTradesPerDay().map(BigDecimal::valueOf);
            case "max_open_positions_high_confidence" -> Optional.of(BigDecimal.valueOf(maxPositions(BigDecimal.ONE)));
            default -> optional(key);
        };
    }

    Optional<BigDecimal> optional(String key) {
        return value(key).map(BigDecimal::new);
    }

    BigDecimal amount(String key) {
        return optional(key).orElseThrow(() -> new IllegalStateException(key + " has no value"));
    }

    int count(String key) {
        return amount(key).intValueExact();
    }

    boolean flag(String key) {
        return value(key).map(Boolean::parseBoolean).orElse(false);
    }

    Duration seconds(String key) {
        return Duration.ofSeconds(amount(key).longValue());
    }

    Duration minutes(String key) {
        return Duration.ofMinutes(amount(key).longValue());
    }

    boolean smallAccount() {
        return flag("small_account_mode");
    }

    /** Where the table asks for small-account mode and the document switched it off. */
    private boolean relaxed() {
        return !smallAccount() && table.value("small_account_mode").equals(Optional.of("true"));
    }

    Set<String> allowedActions() {
        JsonNode actions = document.get("allowed_actions");
        return actions == null
                ? Set.of("BUY_CALL", "BUY_PUT")
                : actions.valueStream().map(JsonNode::asString).collect(java.util.stream.Collectors.toSet());
    }

    /** The stricter of document and table. */
    BigDecimal minConfidence(boolean day) {
        Optional<BigDecimal> documented =
                documented(day ? "confidence_min_options_daytrade" : "confidence_min_options_swing");
        if (relaxed() && documented.isPresent()) {
            return documented.get();
        }
        BigDecimal own = documented.orElse(BigDecimal.ZERO).max(amount("min_confidence"));
        return smallAccount()
                ? own.max(SMALL_ACCOUNT_CONFIDENCE)
                        .max(documented("min_confidence_small_account").orElse(BigDecimal.ZERO))
                : own;
    }

    BigDecimal minVolumeRatio() {
        if (relaxed()) {
            return documented("min_volume_ratio").orElse(RELAXED_VOLUME);
        }
        BigDecimal own = amount("min_volume_ratio");
        return smallAccount() ? own.max(SURGE) : own;
    }

    Optional<Integer> maxTradesPerDay() {
        if (relaxed() && !document.containsKey("max_trades_per_day")) {
            return Optional.empty();
        }
        Optional<Integer> wanted = optional("max_trades_per_day").map(BigDecimal::intValueExact);
        return smallAccount()
                ? Optional.of(Math.min(wanted.orElse(SMALL_ACCOUNT_TRADES), SMALL_ACCOUNT_TRADES))
                : wanted;
    }

    /** Positions at once: more of them for a signal of high confidence. */
    int maxPositions(BigDecimal confidence) {
        int usual = count("max_open_positions");
        if (confidence.compareTo(amount("high_confidence_threshold")) < 0) {
            return usual;
        }
        return optional("max_open_positions_high_confidence")
                .map(BigDecimal::intValueExact)
                .orElse(usual + count("extra_positions"));
    }

    private Optional<BigDecimal> documented(String key) {
        return Optional.ofNullable(document.get(key))
                .filter(node -> !node.isNull())
                .map(node -> new BigDecimal(node.asString()));
    }
}
