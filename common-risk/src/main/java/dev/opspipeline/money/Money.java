package dev.opspipeline.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An exact amount of US dollars, or a price per share; may be negative.
 *
 * <p>Always of scale 4 (the finest a broker reports for an average price), so that equal amounts are equal objects.
 */
public record Money(BigDecimal amount) implements Comparable<Money> {

    public static final Money ZERO = of("0");

    private static final int SCALE = 4;
    private static final int CENTS = 2;

    /** Throws {@link ArithmeticException} when the amount has more than four decimals: rounding must be asked for. */
    public Money {
        amount = amount.setScale(SCALE, RoundingMode.UNNECESSARY);
    }

    /** Reads plain decimal dollars, as in {@code "1804.00"}. */
    public static Money of(String dollars) {
        return new Money(new BigDecimal(dollars));
    }

    public static Money of(long dollars) {
        return new Money(BigDecimal.valueOf(dollars));
    }

    /** Rounds a computed or observed amount to the nearest hundredth of a cent. */
    public static Money nearest(BigDecimal dollars) {
        return new Money(dollars.setScale(SCALE, RoundingMode.HALF_EVEN));
    }

    /** Rounds an observed price to the nearest hundredth of a cent; the price must be finite. */
    public static Money nearest(double dollars) {
        return nearest(BigDecimal.valueOf(dollars));
    }

    public Money plus(Money other) {
        return new Money(amount.add(other.amount));
    }

    public Money minus(Money other) {
        return new Money(amount.subtract(other.amount));
    }

    public Money negated() {
        return new Money(amount.negate());
    }

    public Money times(long factor) {
        return new Money(amount.multiply(BigDecimal.valueOf(factor)));
    }

    /** This amount times the fraction, to the nearest hundredth of a cent. */
    public Money times(Fraction fraction) {
        return nearest(amount.multiply(fraction.value()));
    }

    /** This amount times the fraction, rounded down to the cent: the way budgets are made. */
    public Money timesRoundedDown(Fraction fraction) {
        return new Money(amount.multiply(fraction.value()).setScale(CENTS, RoundingMode.FLOOR));
    }

    /** This amount divided by the fraction, rounded down to the cent; the fraction must not be zero. */
    public Money dividedByRoundedDown(Fraction fraction) {
        return new Money(amount.divide(fraction.value(), CENTS, RoundingMode.FLOOR));
    }

    /** The mean of this and the other amount, to the nearest hundredth of a cent. */
    public Money midpoint(Money other) {
        return nearest(amount.add(other.amount).divide(BigDecimal.TWO));
    }

    /** How many whole times {@code unit} fits into this amount; zero when this amount is negative. */
    public int wholeTimes(Money unit) {
        if (!unit.isPositive()) {
            throw new IllegalArgumentException("unit must be positive, was " + unit);
        }
        return isNegative()
                ? 0
                : amount.divideToIntegralValue(unit.amount)
                        .min(BigDecimal.valueOf(Integer.MAX_VALUE))
                        .intValueExact();
    }

    /** This amount as a fraction of another, to six decimals; the other must not be zero. */
    public Fraction per(Money whole) {
        return Fraction.nearest(amount.divide(whole.amount, Fraction.SCALE, RoundingMode.HALF_EVEN));
    }

    public Money abs() {
        return isNegative() ? negated() : this;
    }

    public Money min(Money other) {
        return compareTo(other) <= 0 ? this : other;
    }

    public Money max(Money other) {
        return compareTo(other) >= 0 ? this : other;
    }

    public boolean isLessThan(Money other) {
        return compareTo(other) < 0;
    }

    public boolean isAtMost(Money other) {
        return compareTo(other) <= 0;
    }

    public boolean isMoreThan(Money other) {
        return compareTo(other) > 0;
    }

    public boolean isAtLeast(Money other) {
        return compareTo(other) >= 0;
    }

    public boolean isPositive() {
        return amount.signum() > 0;
    }

    public boolean isNegative() {
        return amount.signum() < 0;
    }

    public boolean isZero() {
        return amount.signum() == 0;
    }

    /** For indicators and greeks only. */
    public double doubleValue() {
        return amount.doubleValue();
    }

    @Override
    public int compareTo(Money other) {
        return amount.compareTo(other.amount);
    }

    /** Plain decimal dollars with at least the cents, as in {@code 1804.00} or {@code 256.9625}. */
    @Override
    public String toString() {
        BigDecimal plain = amount.stripTrailingZeros();
        return (plain.scale() < CENTS ? plain.setScale(CENTS, RoundingMode.UNNECESSARY) : plain).toPlainString();
    }
}
