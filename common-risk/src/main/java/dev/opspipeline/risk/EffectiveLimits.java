package dev.opspipeline.risk;

import static dev.opspipeline.risk.LimitKey.CONFIDENCE_MIN_OPTIONS_DAYTRADE;
import static dev.opspipeline.risk.LimitKey.CONFIDENCE_MIN_OPTIONS_SWING;
import static dev.opspipeline.risk.LimitKey.MAX_OPEN_POSITIONS;
import static dev.opspipeline.risk.LimitKey.MAX_OPEN_POSITIONS_HIGH_CONFIDENCE;
import static dev.opspipeline.risk.LimitKey.MAX_TRADES_PER_DAY;
import static dev.opspipeline.risk.LimitKey.SMALL_ACCOUNT_MODE;

import dev.opspipeline.account.Tier;
import dev.opspipeline.money.Fraction;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lays a document over its preset over the tier table. For the minimum confidences the stricter of document and table
 * holds, and small-account mode keeps its own bounds.
 *
 * @param explicit what the document itself says
 * @param preset what its preset says
 */
record EffectiveLimits(Tier tier, Map<LimitKey, @Nullable Object> explicit, Map<LimitKey, Object> preset) {

    /** The bound of both position limits. */
    private static final int MAX_POSITIONS = 20;

    /** Every key's effective value, and where it came from. */
    record Laid(Map<LimitKey, @Nullable Object> values, Map<LimitKey, ValueSource> sources) {

        private void put(LimitKey key, @Nullable Object value, ValueSource source) {
            values.put(key, value);
            sources.put(key, source);
        }
    }

    Laid lay(List<String> warnings) {
        boolean small =
                Boolean.TRUE.equals(explicit.getOrDefault(SMALL_ACCOUNT_MODE, TierTable.smallAccountMode(tier)));
        Map<LimitKey, @Nullable Object> table = TierTable.defaults(tier, small);
        Laid laid = new Laid(new EnumMap<>(LimitKey.class), new EnumMap<>(LimitKey.class));
        for (LimitKey key : LimitKey.values()) {
            laid.put(key, table.get(key), ValueSource.TIER_TABLE);
        }
        preset.forEach((key, value) -> laid.put(key, value, ValueSource.PRESET));
        int extra = count(laid.values, MAX_OPEN_POSITIONS_HIGH_CONFIDENCE) - count(laid.values, MAX_OPEN_POSITIONS);
        explicit.forEach((key, value) -> laid.put(key, value, ValueSource.DOCUMENT));
        if (!explicit.containsKey(MAX_OPEN_POSITIONS_HIGH_CONFIDENCE)) {
            laid.values.put(
                    MAX_OPEN_POSITIONS_HIGH_CONFIDENCE, withExtra(count(laid.values, MAX_OPEN_POSITIONS), extra));
        }
        for (LimitKey key : List.of(CONFIDENCE_MIN_OPTIONS_DAYTRADE, CONFIDENCE_MIN_OPTIONS_SWING)) {
            Object wanted = laid.values.get(key);
            Object stricter = confidence(key, laid.values, table, small);
            if (!stricter.equals(wanted)) {
                laid.put(key, stricter, ValueSource.STRICTER_TIER_TABLE);
            }
        }
        if (small) {
            limitTrades(laid, warnings);
        }
        return laid;
    }

    /** Without small-account mode a small tier goes by the document's own minimum, where it has one. */
    private Object confidence(
            LimitKey key,
            Map<LimitKey, @Nullable Object> values,
            Map<LimitKey, @Nullable Object> table,
            boolean small) {
        boolean documentAlone = !small && TierTable.smallAccountMode(tier) && explicit.containsKey(key);
        Fraction wanted = fraction(values, key);
        return documentAlone ? wanted : wanted.max(fraction(table, key));
    }

    private static void limitTrades(Laid laid, List<String> warnings) {
        Object wanted = laid.values.get(MAX_TRADES_PER_DAY);
        int most = TierTable.SMALL_ACCOUNT_TRADES_PER_DAY;
        if (wanted instanceof Integer trades && trades <= most) {
            return;
        }
        laid.put(MAX_TRADES_PER_DAY, most, ValueSource.SMALL_ACCOUNT_MODE);
        warnings.add("%s is %d, not %s: %s allows no more"
                .formatted(MAX_TRADES_PER_DAY.key(), most, wanted, SMALL_ACCOUNT_MODE.key()));
    }

    /** The tier's own distance between the two position limits, as far as the ceilings let it. */
    private int withExtra(int positions, int extra) {
        int ceiling = TierTable.ceiling(tier, MAX_OPEN_POSITIONS_HIGH_CONFIDENCE)
                .map(BigDecimal::intValueExact)
                .orElse(Integer.MAX_VALUE);
        int allowed = Math.min(positions + Math.max(extra, 0), Math.min(ceiling, MAX_POSITIONS));
        return Math.max(positions, allowed);
    }

    private static int count(Map<LimitKey, @Nullable Object> values, LimitKey key) {
        return Optional.ofNullable((Integer) values.get(key)).orElseThrow();
    }

    private static Fraction fraction(Map<LimitKey, @Nullable Object> values, LimitKey key) {
        return Optional.ofNullable((Fraction) values.get(key)).orElseThrow();
    }
}
