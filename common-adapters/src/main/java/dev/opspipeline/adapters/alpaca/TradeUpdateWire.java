package dev.opspipeline.adapters.alpaca;

import static dev.opspipeline.adapters.alpaca.Reading.money;
import static dev.opspipeline.adapters.alpaca.Reading.required;
import static dev.opspipeline.adapters.alpaca.Reading.units;

import com.google.gson.annotations.SerializedName;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.TradeUpdate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import net.jacobpeterson.alpaca.model.endpoint.orders.Order;
import org.jspecify.annotations.Nullable;

/** The broker's words for one trade update. */
record TradeUpdateWire(
        @Nullable String event,
        @Nullable Order order,
        @Nullable String timestamp,
        @Nullable String at,
        @Nullable String price,
        @Nullable String qty,
        @SerializedName("position_qty") @Nullable String positionQty,
        @SerializedName("execution_id") @Nullable String executionId) {

    private static final Set<String> FILLS = Set.of("fill", "partial_fill");
    private static final Set<String> CORRECTIONS = Set.of("trade_bust", "trade_correct");
    private static final Set<String> OTHERS = Set.of(
            "new",
            "canceled",
            "expired",
            "done_for_day",
            "replaced",
            "accepted",
            "rejected",
            "pending_new",
            "stopped",
            "pending_cancel",
            "pending_replace",
            "calculated",
            "suspended",
            "held",
            "order_replace_rejected",
            "order_cancel_rejected");

    /** An event of another kind may change what no order shows. */
    boolean isPlain() {
        return event != null && (FILLS.contains(event) || CORRECTIONS.contains(event) || OTHERS.contains(event));
    }

    /** Executions of the order were taken back or changed. */
    private boolean corrects() {
        return event != null && CORRECTIONS.contains(event);
    }

    /** One update, or one for each leg of an order of several contracts; none for what cannot be named here. */
    List<TradeUpdate> updates() {
        List<BrokerOrder> orders = AccountRows.orders(order);
        Instant when = Reading.instant(timestamp == null ? at : timestamp, "timestamp");
        return orders.size() == 1
                ? List.of(new TradeUpdate(orders.getFirst(), execution(orders.getFirst()), corrects(), when))
                : orders.stream()
                        .map(leg -> new TradeUpdate(leg, null, corrects(), when))
                        .toList();
    }

    private TradeUpdate.@Nullable Execution execution(BrokerOrder order) {
        if (!FILLS.contains(required(event, "event"))) {
            return null;
        }
        return new TradeUpdate.Execution(
                executionId == null || executionId.isBlank() ? stableId(order) : executionId,
                units(qty, "qty"),
                money(price, "price"),
                positionQty == null ? null : units(positionQty, "position_qty"));
    }

    /** An order reaches each filled quantity once, so a repeated message still has the same key. */
    private static String stableId(BrokerOrder order) {
        return order.id() + "#" + order.filledQuantity();
    }
}
