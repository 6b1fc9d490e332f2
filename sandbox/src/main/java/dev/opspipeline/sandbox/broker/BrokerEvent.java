package dev.opspipeline.sandbox.broker;

import dev.opspipeline.sandbox.market.Bar;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something the broker tells its streams. */
public sealed interface BrokerEvent {

    /**
     * A change of one account's order.
     *
     * @param event its name on the stream, as in {@code partial_fill}
     * @param execution the trade that changed it; null for any other change
     */
    record OrderChanged(
            String tier,
            String event,
            PaperOrder order,
            @Nullable Execution execution,
            Instant at) implements BrokerEvent {}

    /** A minute of a ticker that is over. */
    record BarClosed(Bar bar) implements BrokerEvent {}

    /**
     * One trade.
     *
     * @param price dollars per share
     * @param positionQty contracts held after it
     */
    record Execution(String id, int qty, BigDecimal price, int positionQty) {}
}
