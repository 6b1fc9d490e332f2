package dev.opspipeline.sandbox.broker;

import dev.opspipeline.sandbox.market.OptionQuote;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Puts the broker's facts into the words of its journal. */
final class BrokerFacts {

    private final Journal journal;

    BrokerFacts(Journal journal) {
        this.journal = journal;
    }

    void account(Instant at, AccountState state) {
        ObjectNode fields =
                fields(state.spec().tier()).put("account_number", state.spec().accountNumber());
        journal.record(at, "account", money(fields, state));
    }

    void quote(Instant at, String tier, Caller caller, String symbol, OptionQuote quote) {
        journal.record(
                at,
                "quote",
                fields(tier)
                        .put("service", caller.service())
                        .put("instance", caller.instance())
                        .put("symbol", symbol)
                        .put("bid", quote.bid().toPlainString())
                        .put("ask", quote.ask().toPlainString()));
    }

    void submit(
            Instant at,
            Caller caller,
            OrderTicket ticket,
            AccountState before,
            @Nullable String orderId,
            @Nullable Refusal refusal) {
        ObjectNode fields = fields(before.spec().tier())
                .put("service", caller.service())
                .put("client_order_id", ticket.clientOrderId())
                .put("symbol", ticket.symbol())
                .put("side", ticket.side())
                .put("qty", ticket.qty())
                .put("type", ticket.type())
                .put("limit_price", ticket.limitPrice())
                .put("position_intent", ticket.positionIntent())
                .put("outcome", refusal == null ? "accepted" : "refused")
                .put("order_id", orderId)
                .put("code", refusal == null ? null : (Integer) refusal.code())
                .put("message", refusal == null ? null : refusal.message());
        money(fields, before)
                .put("options_buying_power", before.optionsBuyingPower().toPlainString());
        journal.record(at, "submit", fields);
    }

    void fill(String tier, PaperOrder order, BrokerEvent.Execution execution, OptionQuote quote) {
        journal.record(
                order.updatedAt(),
                "fill",
                fields(tier)
                        .put("order_id", order.id())
                        .put("client_order_id", order.clientOrderId())
                        .put("execution_id", execution.id())
                        .put("symbol", order.symbol())
                        .put("side", order.side().wire())
                        .put("qty", Integer.toString(execution.qty()))
                        .put("price", execution.price().toPlainString())
                        .put("bid", quote.bid().toPlainString())
                        .put("ask", quote.ask().toPlainString())
                        .put("position_qty", Integer.toString(execution.positionQty())));
    }

    void order(String tier, PaperOrder order) {
        journal.record(
                order.updatedAt(),
                "order",
                fields(tier)
                        .put("order_id", order.id())
                        .put("client_order_id", order.clientOrderId())
                        .put("status", order.state().wire())
                        .put("filled_qty", Integer.toString(order.filledQty())));
    }

    private static ObjectNode fields(String tier) {
        return JsonNodeFactory.instance.objectNode().put("account", tier);
    }

    private static ObjectNode money(ObjectNode fields, AccountState state) {
        return fields.put("cash", state.cash().toPlainString())
                .put("equity", state.equity().toPlainString())
                .put("last_equity", state.lastEquity().toPlainString());
    }
}
