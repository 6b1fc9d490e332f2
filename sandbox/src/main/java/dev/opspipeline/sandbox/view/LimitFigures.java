package dev.opspipeline.sandbox.view;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The limits an account's figures are shown against; null where its document does not name one.
 *
 * @param extraPositions so many more at high confidence
 * @param exposure dollars
 * @param dailyLoss dollars
 */
public record LimitFigures(
        @Nullable Integer positions,
        int extraPositions,
        @Nullable BigDecimal exposure,
        @Nullable BigDecimal dailyLoss) {

    /** Reads a tier's document. */
    static LimitFigures of(JsonNode limits) {
        JsonNode positions = limits.path("max_open_positions");
        int most = limits.path("max_open_positions_high_confidence").asInt(positions.asInt(0));
        return new LimitFigures(
                positions.isNumber() ? (Integer) positions.asInt() : null,
                Math.max(0, most - positions.asInt(0)),
                amount(limits, "max_notional_exposure"),
                amount(limits, "max_daily_loss"));
    }

    private static @Nullable BigDecimal amount(JsonNode limits, String key) {
        return limits.path(key).isNumber() ? limits.path(key).decimalValue() : null;
    }
}
