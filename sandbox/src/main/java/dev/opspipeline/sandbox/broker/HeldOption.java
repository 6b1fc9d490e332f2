package dev.opspipeline.sandbox.broker;

import dev.opspipeline.sandbox.market.ListedOption;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A position at one instant.
 *
 * @param available contracts that no open order is selling
 * @param cost dollars paid for what is held
 * @param mark mid, dollars per share
 */
public record HeldOption(ListedOption option, int qty, int available, BigDecimal cost, BigDecimal mark) {

    /** Dollars per share. */
    public BigDecimal averageEntryPrice() {
        return cost.divide(BigDecimal.valueOf((long) qty * ListedOption.MULTIPLIER), 6, RoundingMode.HALF_UP)
                .stripTrailingZeros();
    }

    /** Dollars. */
    public BigDecimal marketValue() {
        return mark.multiply(BigDecimal.valueOf((long) qty * ListedOption.MULTIPLIER))
                .setScale(2, RoundingMode.HALF_UP);
    }
}
