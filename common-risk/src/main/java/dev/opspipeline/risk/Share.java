package dev.opspipeline.risk;

import dev.opspipeline.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** An exact part of an amount, such as two thirds, which no decimal can hold. */
public record Share(int numerator, int denominator) {

    static final Share WHOLE = new Share(1, 1);
    static final Share HALF = new Share(1, 2);
    static final Share TWO_THIRDS = new Share(2, 3);
    static final Share FOUR_THIRDS = new Share(4, 3);

    private static final int CENTS = 2;

    public Share {
        if (numerator < 1 || denominator < 1) {
            throw new IllegalArgumentException("share must be positive, was " + numerator + "/" + denominator);
        }
    }

    Share times(Share other) {
        return new Share(numerator * other.numerator, denominator * other.denominator);
    }

    /** So much of an amount, rounded down to the cent. */
    Money of(BigDecimal dollars) {
        return new Money(dollars.multiply(BigDecimal.valueOf(numerator))
                .divide(BigDecimal.valueOf(denominator), CENTS, RoundingMode.FLOOR));
    }

    Money of(Money amount) {
        return of(amount.amount());
    }

    /** The smallest amount, in cents, of which this share of a fraction of it still reaches the other. */
    Money reaching(Money other, BigDecimal fraction) {
        return new Money(other.amount()
                .multiply(BigDecimal.valueOf(denominator))
                .divide(fraction.multiply(BigDecimal.valueOf(numerator)), CENTS, RoundingMode.CEILING));
    }
}
