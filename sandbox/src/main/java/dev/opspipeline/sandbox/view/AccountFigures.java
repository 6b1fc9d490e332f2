package dev.opspipeline.sandbox.view;

import java.math.BigDecimal;

/**
 * Where an account stands, in dollars.
 *
 * @param opening equity the day's profit is counted from
 * @param positions held, and entries on their way
 * @param exposure what these cost, or their value where that is more
 */
public record AccountFigures(BigDecimal equity, BigDecimal opening, int positions, BigDecimal exposure) {

    /** Gained or lost today. */
    public BigDecimal profit() {
        return equity.subtract(opening);
    }
}
