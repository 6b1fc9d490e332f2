package dev.opspipeline.account;

import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import java.time.Instant;

/**
 * Money set aside for an entry from the verdict on, so that the next verdict already counts it.
 *
 * @param outlay dollars the whole order may cost
 * @param at market time of the verdict
 */
public record Reservation(ClientOrderId.Entry id, OptionContract contract, int contracts, Money outlay, Instant at) {

    public Reservation {
        if (contracts < 1) {
            throw new IllegalArgumentException("contracts must be at least 1, was " + contracts);
        }
        if (!outlay.isPositive()) {
            throw new IllegalArgumentException("outlay must be positive, was " + outlay);
        }
    }
}
