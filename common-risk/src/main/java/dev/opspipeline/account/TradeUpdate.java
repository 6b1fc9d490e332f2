package dev.opspipeline.account;

import dev.opspipeline.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message of the broker's trade-updates stream: an order as it stands, and the execution that changed it, if one did.
 *
 * @param corrects executions were taken back or changed: the order stands as it is told here, even where that is less than
 *     was told before
 * @param at the broker's time of the event
 */
public record TradeUpdate(BrokerOrder order, @Nullable Execution execution, boolean corrects, Instant at) {

    /** One that takes nothing back. */
    public TradeUpdate(BrokerOrder order, @Nullable Execution execution, Instant at) {
        this(order, execution, false, at);
    }

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
