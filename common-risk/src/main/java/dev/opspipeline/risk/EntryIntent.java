package dev.opspipeline.risk;

import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.account.PositionIntent;
import dev.opspipeline.money.Money;
import java.time.Instant;

/**
 * A decision to trade, on its way to the broker.
 *
 * @param accountEquityAtEntry equity the size was computed from, dollars
 * @param expiresAt market time after which it may not be sent any more
 */
public record EntryIntent(ClientOrderId.Entry id, Decision.Trade trade, Money accountEquityAtEntry, Instant expiresAt) {

    OrderRequest order() {
        return new OrderRequest(
                id, trade.contract(), PositionIntent.BUY_TO_OPEN, trade.contracts(), trade.limitPrice());
    }

    boolean isFresh(Instant now) {
        return now.isBefore(expiresAt);
    }
}
