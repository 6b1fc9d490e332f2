package dev.opspipeline.sandbox.broker;

import java.math.BigDecimal;

/**
 * An account at one instant; all in dollars.
 *
 * @param equity cash and positions at mid
 * @param lastEquity equity at the opening
 * @param optionsBuyingPower cash that open buy orders don't hold
 */
public record AccountState(
        AccountSpec spec, BigDecimal cash, BigDecimal equity, BigDecimal lastEquity, BigDecimal optionsBuyingPower) {}
