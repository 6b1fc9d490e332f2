package dev.opspipeline.adapters.alpaca;

/** An order as the broker writes it, with what a test changes. */
record OrderJson(
        String id,
        String clientOrderId,
        String assetClass,
        String symbol,
        String qty,
        String filledQty,
        String side,
        String status,
        String submittedAt) {

    static final String CALL = "NVDA260410C00190000";
    static final String CLIENT_ID = "tiny.d.NVDA-20260409T1431-CALL-trend1.e1";

    static OrderJson option() {
        return new OrderJson(
                "30a077fa-96f6-4f20-a052-4b921ee2f243",
                CLIENT_ID,
                "us_option",
                CALL,
                "2",
                "0",
                "buy",
                "pending_new",
                "2026-04-09T14:31:02.056332248Z");
    }

    OrderJson withId(String newId) {
        return new OrderJson(newId, clientOrderId, assetClass, symbol, qty, filledQty, side, status, submittedAt);
    }

    OrderJson withClientOrderId(String newId) {
        return new OrderJson(id, newId, assetClass, symbol, qty, filledQty, side, status, submittedAt);
    }

    OrderJson of(String newAssetClass, String newSymbol) {
        return new OrderJson(id, clientOrderId, newAssetClass, newSymbol, qty, filledQty, side, status, submittedAt);
    }

    OrderJson withQuantity(String newQty, String newFilled) {
        return new OrderJson(id, clientOrderId, assetClass, symbol, newQty, newFilled, side, status, submittedAt);
    }

    OrderJson withSide(String newSide) {
        return new OrderJson(id, clientOrderId, assetClass, symbol, qty, filledQty, newSide, status, submittedAt);
    }

    OrderJson withStatus(String newStatus) {
        return new OrderJson(id, clientOrderId, assetClass, symbol, qty, filledQty, side, newStatus, submittedAt);
    }

    OrderJson submittedAt(String time) {
        return new OrderJson(id, clientOrderId, assetClass, symbol, qty, filledQty, side, status, time);
    }

    @Override
    public String toString() {
        return """
                {"id":"%s","client_order_id":"%s","created_at":"%s","updated_at":"%s","submitted_at":"%s",
                 "filled_at":null,"expired_at":null,"canceled_at":null,"failed_at":null,"replaced_at":null,
                 "replaced_by":null,"replaces":null,"asset_id":"98359ef7-5124-49f3-85ea-5cf02df6defa","symbol":"%s",
                 "asset_class":"%s","notional":null,"qty":"%s","filled_qty":"%s","filled_avg_price":null,
                 "order_class":"simple","order_type":"limit","type":"limit","side":"%s","time_in_force":"day",
                 "limit_price":"1.5","stop_price":null,"status":"%s","extended_hours":false,"legs":null,
                 "trail_percent":null,"trail_price":null,"hwm":null,"position_intent":"buy_to_open","new_field":{"a":1}}""".formatted(
                        id,
                        clientOrderId,
                        submittedAt,
                        submittedAt,
                        submittedAt,
                        symbol,
                        assetClass,
                        qty,
                        filledQty,
                        side,
                        status);
    }
}
