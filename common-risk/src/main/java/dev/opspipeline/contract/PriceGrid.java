package dev.opspipeline.contract;

import dev.opspipeline.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Which premiums the exchange accepts in an order. */
public enum PriceGrid {
    /** Every cent. */
    CENTS {
        @Override
        BigDecimal tick(Money price) {
            return CENT;
        }
    },
    /** Cents below 3 dollars, five cents from there on. */
    FIVE_CENTS_FROM_THREE_DOLLARS {
        @Override
        BigDecimal tick(Money price) {
            return price.isLessThan(Money.of(3)) ? CENT : CENT.multiply(BigDecimal.valueOf(5));
        }
    };

    private static final BigDecimal CENT = new BigDecimal("0.01");

    abstract BigDecimal tick(Money price);

    /** The lowest legal price at or above this one. */
    public Money roundUp(Money price) {
        BigDecimal tick = tick(price);
        return new Money(price.amount().divide(tick, 0, RoundingMode.CEILING).multiply(tick));
    }
}
