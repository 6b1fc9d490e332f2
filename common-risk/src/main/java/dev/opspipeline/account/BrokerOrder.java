package dev.opspipeline.account;

import dev.opspipeline.market.Instrument;
import dev.opspipeline.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One order as the broker reports it.
 *
 * @param id the broker's id
 * @param clientOrderId the id it was sent with, ours or anybody's
 * @param quantity ordered units
 * @param filledQuantity units executed so far
 * @param averageFillPrice dollars per share; null while nothing is filled
 * @param limitPrice dollars per share; null for a market order
 * @param submittedAt market time the broker received it
 * @param filledAt market time it was filled completely; null before
 */
public record BrokerOrder(
        String id,
        String clientOrderId,
        Instrument instrument,
        Side side,
        int quantity,
        int filledQuantity,
        @Nullable Money averageFillPrice,
        @Nullable Money limitPrice,
        OrderStatus status,
        Instant submittedAt,
        @Nullable Instant filledAt) {

    public int openQuantity() {
        return status.isTerminal() ? 0 : quantity - filledQuantity;
    }
}
