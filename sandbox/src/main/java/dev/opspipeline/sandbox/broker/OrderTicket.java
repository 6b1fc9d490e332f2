package dev.opspipeline.sandbox.broker;

import org.jspecify.annotations.Nullable;

/** An order as it was sent: nothing checked yet, and what was left out is null. */
public record OrderTicket(
        @Nullable String symbol,
        @Nullable String qty,
        @Nullable String notional,
        @Nullable String side,
        @Nullable String type,
        @Nullable String timeInForce,
        @Nullable String limitPrice,
        @Nullable String clientOrderId,
        @Nullable String positionIntent,
        @Nullable String orderClass) {

    /** A limit order for the day. */
    public static OrderTicket limit(
            String symbol, int qty, String side, String limitPrice, String clientOrderId, String positionIntent) {
        return new OrderTicket(
                symbol,
                Integer.toString(qty),
                null,
                side,
                "limit",
                "day",
                limitPrice,
                clientOrderId,
                positionIntent,
                null);
    }

    /** A market order for the day. */
    public static OrderTicket market(String symbol, int qty, String side, String clientOrderId, String positionIntent) {
        return new OrderTicket(
                symbol, Integer.toString(qty), null, side, "market", "day", null, clientOrderId, positionIntent, null);
    }
}
