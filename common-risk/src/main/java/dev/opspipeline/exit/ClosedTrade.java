package dev.opspipeline.exit;

import dev.opspipeline.market.Instrument;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finished position; profit comes from fills only.
 *
 * @param entryPrice average premium paid, dollars per share
 * @param exitPrice average premium received, dollars per share
 * @param realizedProfit dollars, negative for a loss
 * @param triggeredAt market time the exit's condition was met
 * @param closeOrderId id of the order that finished it: the key under which the trade is counted once
 * @param heldSeconds from the first fill to the last, market time
 * @param trigger what started the close, with its numbers; null when nobody here did
 * @param slippage dollars received less than the mark at the trigger promised; negative when more was; null without one
 * @param maxFavorable the most it was ever up, dollars by the mark; null when too little was seen of its prices
 * @param maxAdverse the most it was ever down, likewise; zero or negative
 * @param entry what its entry was made from; null when nobody told
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
        String closeOrderId,
        long heldSeconds,
        @Nullable ExitTrigger trigger,
        @Nullable Money slippage,
        @Nullable Money maxFavorable,
        @Nullable Money maxAdverse,
        @Nullable EntryFacts entry,
        List<PositionEvent> timeline) {

    /** Stands for the entry of a position that was not opened here. */
    public static final String EXTERNAL = "external";

    public ClosedTrade {
        timeline = List.copyOf(timeline);
    }
}
