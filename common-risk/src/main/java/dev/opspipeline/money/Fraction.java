package dev.opspipeline.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** An exact share of something: 0.15 is fifteen percent. Always of scale 6, so that equal shares are equal objects. */
public record Fraction(BigDecimal value) implements Comparable<Fraction> {

    public static final Fraction ZERO = of("0");
    public static final Fraction ONE = of("1");

    static final int SCALE = 6;

    /** Throws {@link ArithmeticException} when the value has more than six decimals. */
    public Fraction {
        value = value.setScale(SCALE, RoundingMode.UNNECESSARY);
    }

    /** Reads a plain decimal, as in {@code "0.15"}. */
    public static Fraction of(String decimal) {
        return new Fraction(new BigDecimal(decimal));
    }

    /** {@code ofPercent(15)} is 0.15. */
    public static Fraction ofPercent(long percent) {
        return new Fraction(BigDecimal.valueOf(percent).movePointLeft(2));
    }

    /** Rounds to the nearest millionth. */
    public static Fraction nearest(BigDecimal value) {
        return new Fraction(value.setScale(SCALE, RoundingMode.HALF_EVEN));
    }

    /** Rounds to the nearest millionth; the value must be finite. */
    public static Fraction nearest(double value) {
        return nearest(BigDecimal.valueOf(value));
    }

    public Fraction plus(Fraction other) {
        return new Fraction(value.add(other.value));
    }

    public Fraction minus(Fraction other) {
        return new Fraction(value.subtract(other.value));
    }

    public Fraction negated() {
        return new Fraction(value.negate());
    }

    public Fraction min(Fraction other) {
        return compareTo(other) <= 0 ? this : other;
    }

    public Fraction max(Fraction other) {
        return compareTo(other) >= 0 ? this : other;
    }

    public boolean isLessThan(Fraction other) {
        return compareTo(other) < 0;
    }

    public boolean isAtMost(Fraction other) {
        return compareTo(other) <= 0;
    }

    public boolean isMoreThan(Fraction other) {
        return compareTo(other) > 0;
    }

    public boolean isAtLeast(Fraction other) {
        return compareTo(other) >= 0;
    }

    public boolean isPositive() {
        return value.signum() > 0;
    }

    public boolean isNegative() {
        return value.signum() < 0;
    }

    /** For indicators and greeks only. */
    public double doubleValue() {
        return value.doubleValue();
    }

    @Override
    public int compareTo(Fraction other) {
        return value.compareTo(other.value);
    }

    /** Plain decimal without trailing zeros, as in {@code 0.15}. */
    @Override
    public String toString() {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
