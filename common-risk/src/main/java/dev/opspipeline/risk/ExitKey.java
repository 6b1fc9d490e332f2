package dev.opspipeline.risk;

import dev.opspipeline.account.Tier;
import dev.opspipeline.exit.ExitPolicy;
import dev.opspipeline.exit.ExitTerms;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.signal.Strategy;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every number of the exit side that an operator may set: its name in the document, and its bounds. */
public enum ExitKey {
    /** An admissible entry may cost 14 % of its bid at once: a tighter stop would sell what has just been bought. */
    STOP_PCT_DAY(Kind.FRACTION, "0.15", null),
    STOP_PCT_SWING(Kind.FRACTION, "0.15", null),
    TARGET_PCT_DAY(Kind.FRACTION, "0.05", "10"),
    TARGET_PCT_SWING(Kind.FRACTION, "0.05", "10"),
    TRAILING_ARM_PCT(Kind.FRACTION, "0.05", "5"),
    TRAILING_GIVE_BACK_PCT(Kind.FRACTION, "0.05", "0.95"),
    MAX_HOLD_MINUTES_DAY(Kind.COUNT, "5", "390"),
    MAX_HOLD_DAYS_SWING(Kind.COUNT, "1", "30"),
    MINUTES_BEFORE_CLOSE(Kind.COUNT, "5", "120"),
    /** The broker starts liquidating 30 minutes before the close. */
    MINUTES_BEFORE_CLOSE_EXPIRING(Kind.COUNT, "35", "240"),
    CLOSE_LOSING_SWINGS_OVERNIGHT(Kind.FLAG, null, null),
    ADOPT_EXTERNAL(null, null, null),
    FLATTEN_INCLUDES_EXTERNAL(Kind.FLAG, null, null);

    private final @Nullable Kind kind;
    private final @Nullable String lowest;
    private final @Nullable String highest;

    ExitKey(@Nullable Kind kind, @Nullable String lowest, @Nullable String highest) {
        this.kind = kind;
        this.lowest = lowest;
        this.highest = highest;
    }

    /** The name in the operators' document. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ExitKey> ofKey(String key) {
        return Arrays.stream(values()).filter(k -> k.key().equals(key)).findFirst();
    }

    /** What is allowed, in words, as in {@code "a whole number, 5 to 390"}. */
    public String allowed(Tier tier) {
        if (kind == null) {
            return Arrays.stream(ExitPolicy.Adopt.values())
                    .map(ExitKey::word)
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        String range = lowest == null ? "" : ", " + lowest + " to " + highest(tier);
        return kind.words() + range + (this == TRAILING_ARM_PCT ? ", or null" : "");
    }

    private String highest(Tier tier) {
        return switch (this) {
            case STOP_PCT_DAY -> tablesStop(tier, Strategy.DAY).toString();
            case STOP_PCT_SWING -> tablesStop(tier, Strategy.SWING).toString();
            default -> String.valueOf(highest);
        };
    }

    /** Entries are sized by the table's stop: a wider one would lose more than was planned. */
    private static Fraction tablesStop(Tier tier, Strategy strategy) {
        return ExitTerms.of(tier, strategy, true).stop();
    }

    static String word(ExitPolicy.Adopt adopt) {
        return adopt.name().toLowerCase(Locale.ROOT);
    }

    /** The value as this key's own type, within its bounds; empty when it is not. */
    Optional<Object> read(@Nullable Object raw, Tier tier) {
        if (raw == null) {
            return Optional.empty();
        }
        if (kind == null) {
            return Arrays.stream(ExitPolicy.Adopt.values())
                    .filter(adopt -> word(adopt).equals(raw))
                    .map(Object.class::cast)
                    .findFirst();
        }
        return kind.read(raw).filter(value -> isWithin(kind.number(value), tier));
    }

    private boolean isWithin(@Nullable BigDecimal number, Tier tier) {
        return number == null
                || lowest == null
                || (number.compareTo(new BigDecimal(lowest)) >= 0
                        && number.compareTo(new BigDecimal(highest(tier))) <= 0);
    }
}
