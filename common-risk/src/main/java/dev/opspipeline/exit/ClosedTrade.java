package dev.opspipeline.exit;

import dev.opspipeline.market.Instrument;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A finished position; profit comes from fills only.
 *
 * @param entryPrice average premium paid, dollars per share
 * @param exitPrice average premium received, dollars per share
 * @param realizedProfit dollars, negative for a loss
 * @param triggeredAt market time the exit's condition was met
 * @param closeOrderId id of the order that finished it: the key under which the trade is counted once
 */
public record ClosedTrade(
        Instrument contract,
        String entryReference,
        @Nullable Strategy strategy,
        int quantity,
        Money entryPrice,
        Money exitPrice,
        Money realizedProfit,
        ExitReason reason,
        Instant openedAt,
        Instant triggeredAt,
        Instant closedAt,
        String closeOrderId) {}
