package dev.opspipeline.risk;

import dev.opspipeline.signal.Action;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every number of the entry side that an operator may set: its name in the document, its bounds, and which way is riskier. */
public enum LimitKey {
    TRADING_ENABLED(Kind.FLAG, Riskier.UP),
    SMALL_ACCOUNT_MODE(Kind.FLAG, Riskier.DOWN),
    ALLOWED_ACTIONS(Kind.ACTIONS, Riskier.UP),
    MAX_NOTIONAL_EXPOSURE(Kind.MONEY, above("0"), Riskier.UP),
    MAX_DAILY_LOSS(Kind.MONEY, above("0"), Riskier.UP),
    MAX_POSITION_DOLLAR(Kind.MONEY, above("0").orNull(), Riskier.UP),
    MAX_OPEN_POSITIONS(Kind.COUNT, between("1", "20"), Riskier.UP),
    MAX_OPEN_POSITIONS_HIGH_CONFIDENCE(Kind.COUNT, between("1", "20"), Riskier.UP),
    MAX_CONTRACTS_PER_TRADE(Kind.COUNT, between("1", "50"), Riskier.UP),
    MAX_RISK_PER_TRADE_PCT(Kind.FRACTION, above("0").atMost("0.40"), Riskier.UP),
    RISK_PCT_DAY(Kind.FRACTION, above("0").atMost("0.40"), Riskier.UP),
    RISK_PCT_SWING(Kind.FRACTION, above("0").atMost("0.40"), Riskier.UP),
    HIGH_CONFIDENCE_THRESHOLD(Kind.FRACTION, between("0", "1"), Riskier.DOWN),
    CONFIDENCE_MIN_OPTIONS_DAYTRADE(Kind.FRACTION, between("0", "1"), Riskier.DOWN),
    CONFIDENCE_MIN_OPTIONS_SWING(Kind.FRACTION, between("0", "1"), Riskier.DOWN),
    MIN_VOLUME_RATIO(Kind.FRACTION, between("0", "10"), Riskier.DOWN),
    TICKER_COOLDOWN_MINUTES(Kind.COUNT, between("0", "1440"), Riskier.DOWN),
    COOLDOWN_WITH_POSITIONS_SECONDS(Kind.COUNT, between("0", "86400"), Riskier.DOWN),
    COOLDOWN_WITHOUT_POSITIONS_SECONDS(Kind.COUNT, between("0", "86400"), Riskier.DOWN),
    MAX_TRADES_PER_DAY(Kind.COUNT, between("0", "100").orNull(), Riskier.UP),
    MAX_TRADES_PER_TICKER_PER_DAY(Kind.COUNT, between("0", "100").orNull(), Riskier.UP),
    SESSION_DRAWDOWN_STOP(Kind.MONEY, above("0").orNull(), Riskier.UP),
    MAX_NET_DELTA(Kind.MONEY, above("0").orNull(), Riskier.UP),
    MAX_NET_DELTA_PCT(Kind.FRACTION, above("0").orNull(), Riskier.UP),
    MIN_KELLY_FRACTION(Kind.FRACTION, between("0", "1").orNull(), Riskier.DOWN),
    ACCOUNT_SIZE_OVERRIDE(Kind.MONEY, above("0").orNull(), Riskier.UP),
    PAPER_BUYING_POWER_OVERRIDE(Kind.MONEY, above("0").orNull(), Riskier.UP),
    PAPER_IGNORE_BUYING_POWER(Kind.FLAG, Riskier.UP),
    ALLOW_SINGLE_CONTRACT(Kind.FLAG, Riskier.UP),
    LAST_ENTRY_MINUTES_BEFORE_CLOSE_DAY(Kind.COUNT, between("5", "390"), Riskier.DOWN),
    LAST_ENTRY_MINUTES_BEFORE_CLOSE_SWING(Kind.COUNT, between("5", "390"), Riskier.DOWN),
    OPTION_MAX_SPREAD_PCT(Kind.FRACTION, above("0").atMost("0.15"), Riskier.UP),
    OPTION_MIN_VOLUME(Kind.COUNT, between("50", "1000000"), Riskier.DOWN),
    OPTION_MIN_OPEN_INTEREST(Kind.COUNT, between("50", "1000000"), Riskier.DOWN),
    OPTION_MIN_DELTA(Kind.FRACTION, between("0.15", "1"), Riskier.DOWN),
    MAX_RECOMMENDATION_AGE_SECONDS(Kind.COUNT, between("5", "900"), Riskier.UP),
    MAX_BAR_AGE_SECONDS(Kind.COUNT, between("5", "900"), Riskier.UP),
    MAX_QUOTE_AGE_SECONDS(Kind.COUNT, between("5", "900"), Riskier.UP),
    STREAK_STOPS(Kind.COUNT, between("1", "100").orNull(), Riskier.UP),
    STREAK_MINUTES(Kind.COUNT, between("1", "1440").orNull(), Riskier.DOWN);

    private final Kind kind;

    @SuppressWarnings("ImmutableEnumChecker") // a record of immutable things
    private final Bounds bounds;

    private final Riskier riskier;

    LimitKey(Kind kind, Bounds bounds, Riskier riskier) {
        this.kind = kind;
        this.bounds = bounds;
        this.riskier = riskier;
    }

    LimitKey(Kind kind, Riskier riskier) {
        this(kind, new Bounds(null, false, null, false), riskier);
    }

    /** The name in the operators' document. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<LimitKey> ofKey(String key) {
        return Arrays.stream(values()).filter(k -> k.key().equals(key)).findFirst();
    }

    /** The direction in which a change raises risk; to null (off, no limit) always does. */
    public Riskier riskier() {
        return riskier;
    }

    Kind kind() {
        return kind;
    }

    /** What is allowed, in words, as in {@code "a whole number, 1 to 20"}. */
    String allowed() {
        String range = bounds.toString();
        return kind.words() + (range.isEmpty() ? "" : ", " + range) + (bounds.nullable() ? ", or null" : "");
    }

    /** Whether a value of this key's type (or null) lies within its bounds. */
    boolean allows(@Nullable Object value) {
        if (value == null) {
            return bounds.nullable();
        }
        return kind.holds(value) && bounds.contain(kind.number(value)) && !value.equals(List.of());
    }

    /** Which way lies more risk. */
    public enum Riskier {
        UP,
        DOWN
    }

    private static Bounds above(String min) {
        return new Bounds(new BigDecimal(min), true, null, false);
    }

    private static Bounds between(String min, String max) {
        return new Bounds(new BigDecimal(min), false, new BigDecimal(max), false);
    }

    /** The parsed types are Boolean, Integer, Money, Fraction and a sorted list of {@link Action}. */
    private record Bounds(
            @Nullable BigDecimal min,
            boolean minExcluded,
            @Nullable BigDecimal max,
            boolean nullable) {

        Bounds atMost(String limit) {
            return new Bounds(min, minExcluded, new BigDecimal(limit), nullable);
        }

        Bounds orNull() {
            return new Bounds(min, minExcluded, max, true);
        }

        boolean contain(@Nullable BigDecimal number) {
            if (number == null || min == null) {
                return true;
            }
            int fromMin = number.compareTo(min);
            return (minExcluded ? fromMin > 0 : fromMin >= 0) && (max == null || number.compareTo(max) <= 0);
        }

        @Override
        public String toString() {
            if (min == null) {
                return "";
            }
            if (minExcluded) {
                return "above " + min + (max == null ? "" : " and at most " + max.toPlainString());
            }
            return min.toPlainString() + (max == null ? " or more" : " to " + max.toPlainString());
        }
    }
}
