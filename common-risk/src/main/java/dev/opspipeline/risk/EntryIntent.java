package dev.opspipeline.risk;

import dev.opspipeline.account.BrokerOrder;
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

    /** The one further attempt, at another price. */
    EntryIntent next(Decision.Trade repriced) {
        return new EntryIntent(id.next(), repriced, accountEquityAtEntry, expiresAt);
    }

    /** A further attempt found at the broker, as it was sent there. */
    EntryIntent attempt(ClientOrderId.Entry attempt, BrokerOrder order) {
        Money limit = order.limitPrice() == null ? trade.limitPrice() : order.limitPrice();
        return new EntryIntent(
                attempt,
                new Decision.Trade(trade.contract(), order.quantity(), limit, trade.plan()),
                accountEquityAtEntry,
                expiresAt);
    }

    boolean isFresh(Instant now) {
        return now.isBefore(expiresAt);
    }
}
