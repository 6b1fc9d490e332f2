package dev.opspipeline.risk;

import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one document changes against another, and whether that is more risk: less may hold at once, more has to wait.
 *
 * @param changed every key whose effective value differs
 * @param raising those of them that allow more than before
 * @param leaps those that allow more than twice as much, which takes a document that names the version it replaces
 */
public record LimitsChange(List<LimitKey> changed, List<LimitKey> raising, List<LimitKey> leaps) {

    public LimitsChange {
        changed = List.copyOf(changed);
        raising = List.copyOf(raising);
        leaps = List.copyOf(leaps);
    }

    public static LimitsChange between(TierLimits before, TierLimits after) {
        List<LimitKey> changed = Arrays.stream(LimitKey.values())
                .filter(key -> !Objects.equals(before.value(key), after.value(key)))
                .toList();
        List<LimitKey> raising = changed.stream()
                .filter(key -> raises(key, before.value(key), after.value(key)))
                .toList();
        List<LimitKey> leaps = raising.stream()
                .filter(key -> leaps(key, before.value(key), after.value(key)))
                .toList();
        return new LimitsChange(changed, raising, leaps);
    }

    public boolean raisesRisk() {
        return !raising.isEmpty();
    }

    /** Some keys allow less than before. */
    public boolean lowersRisk() {
        return !raising.containsAll(changed);
    }

    /**
     * Why a document may not come in at all: a step above twice as much takes a person who knows what is being replaced.
     *
     * @param replacesVersion what the document says it replaces; null when it says nothing
     */
    public static List<String> objections(TierLimits before, TierLimits after, @Nullable String replacesVersion) {
        return before.version().equals(replacesVersion)
                ? List.of()
                : between(before, after).leaps().stream()
                        .map(key ->
                                "replaces_version must be \"%s\", the version in force, was %s: %s goes from %s to %s, more than twice the risk"
                                        .formatted(
                                                before.version(),
                                                replacesVersion == null ? "not there" : "\"" + replacesVersion + "\"",
                                                key.key(),
                                                before.value(key),
                                                after.value(key)))
                        .toList();
    }

    /** What changes, key by key, as in {@code max_daily_loss 100.00 to 80.00}. */
    public static List<String> words(TierLimits before, TierLimits after) {
        return between(before, after).changed().stream()
                .map(key -> "%s %s to %s".formatted(key.key(), before.value(key), after.value(key)))
                .toList();
    }

    private static boolean raises(LimitKey key, @Nullable Object before, @Nullable Object after) {
        if (before == null || after == null) {
            return after == null || key == LimitKey.PAPER_BUYING_POWER_OVERRIDE;
        }
        if (before instanceof List<?> old && after instanceof List<?> now) {
            return !old.containsAll(now);
        }
        int direction = amount(after).compareTo(amount(before));
        return switch (key.riskier()) {
            case UP -> direction > 0;
            case DOWN -> direction < 0;
        };
    }

    /** Flags and lists have no measure; switching a limit off is a leap. */
    private static boolean leaps(LimitKey key, @Nullable Object before, @Nullable Object after) {
        if (after == null) {
            return key != LimitKey.PAPER_BUYING_POWER_OVERRIDE;
        }
        if (before == null || before instanceof Boolean || before instanceof List<?>) {
            return false;
        }
        return switch (key.riskier()) {
            case UP -> amount(after).compareTo(amount(before).multiply(BigDecimal.TWO)) > 0;
            case DOWN -> amount(after).multiply(BigDecimal.TWO).compareTo(amount(before)) < 0;
        };
    }

    private static BigDecimal amount(Object value) {
        return switch (value) {
            case Boolean flag -> flag ? BigDecimal.ONE : BigDecimal.ZERO;
            case Integer count -> BigDecimal.valueOf(count);
            case Money money -> money.amount();
            case Fraction fraction -> fraction.value();
            default -> throw new IllegalStateException("not a limit: " + value);
        };
    }
}
