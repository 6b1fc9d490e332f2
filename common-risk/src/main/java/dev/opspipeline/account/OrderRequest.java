package dev.opspipeline.account;

import dev.opspipeline.market.Instrument;
import dev.opspipeline.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * An order to send: good for the day, whole units.
 *
 * @param limitPrice dollars per share; null for a market order
 */
public record OrderRequest(
        ClientOrderId clientOrderId,
        Instrument instrument,
        PositionIntent intent,
        int quantity,
        @Nullable Money limitPrice) {

    public OrderRequest {
        if (quantity < 1) {
            throw new IllegalArgumentException("quantity must be at least 1, was " + quantity);
        }
        if (limitPrice != null && !limitPrice.isPositive()) {
            throw new IllegalArgumentException("limitPrice must be positive, was " + limitPrice);
        }
        if (clientOrderId.value().length() > ClientOrderId.MAX_LENGTH) {
            throw new IllegalArgumentException("clientOrderId must have at most %d characters, was %s"
                    .formatted(ClientOrderId.MAX_LENGTH, clientOrderId));
        }
    }
}
