package dev.opspipeline.account;

import dev.opspipeline.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message of the broker's trade-updates stream: an order as it stands, and the execution that changed it, if one did.
 *
 * @param at the broker's time of the event
 */
public record TradeUpdate(BrokerOrder order, @Nullable Execution execution, Instant at) {

    /**
     * One trade.
     *
     * @param id unique: the key under which it is counted once
     * @param quantity units of this execution
     * @param price dollars per share
     * @param positionQuantity signed units held after it, as the broker counts; null when it did not say
     */
    public record Execution(
            String id, int quantity, Money price, @Nullable Integer positionQuantity) {}
}
