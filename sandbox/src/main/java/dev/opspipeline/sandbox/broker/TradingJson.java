package dev.opspipeline.sandbox.broker;

import dev.opspipeline.sandbox.broker.BrokerEvent.Execution;
import dev.opspipeline.sandbox.broker.BrokerEvent.OrderChanged;
import dev.opspipeline.sandbox.market.ListedOption;
import dev.opspipeline.sandbox.market.TradingCalendar;
import dev.opspipeline.sandbox.market.TradingSession;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The trading interface's objects: money and quantities are strings. */
final class TradingJson {

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private TradingJson() {}

    static ObjectNode account(AccountState state) {
        String cash = state.cash().toPlainString();
        String equity = state.equity().toPlainString();
        String invested = state.equity().subtract(state.cash()).toPlainString();
        String power = state.optionsBuyingPower().toPlainString();
        return object().put("id", uuid("account/" + state.spec().accountNumber()))
                .put("account_number", state.spec().accountNumber())
                .put("status", "ACTIVE")
                .put("currency", "USD")
                .put("cash", cash)
                .put("equity", equity)
                .put("last_equity", state.lastEquity().toPlainString())
                .put("portfolio_value", equity)
                .put("buying_power", power)
                .put("options_buying_power", power)
                .put("regt_buying_power", power)
                .put("non_marginable_buying_power", power)
                .put("long_market_value", invested)
                .put("short_market_value", "0")
                .put("initial_margin", "0")
                .put("maintenance_margin", "0")
                .put("last_maintenance_margin", "0")
                .put("sma", "0")
                .put("multiplier", "1")
                .put("accrued_fees", "0")
                .put("intraday_adjustments", "0")
                .put("options_approved_level", 2)
                .put("options_trading_level", 2)
                .put("shorting_enabled", false)
                .put("trading_blocked", false)
                .put("transfers_blocked", false)
                .put("account_blocked", false)
                .put("trade_suspended_by_user", false)
                .put("created_at", "2026-01-02T14:30:00Z");
    }

    static ObjectNode configurations() {
        return object().put("disable_overnight_trading", true)
                .put("fractional_trading", false)
                .put("max_margin_multiplier", "1")
                .put("max_options_trading_level", 2)
                .put("no_shorting", true)
                .put("ptp_no_exception_entry", false)
                .put("suspend_trade", false)
                .put("trade_confirm_email", "none");
    }

    static ObjectNode clock(Instant now, TradingCalendar calendar) {
        return object().put("timestamp", newYork(now))
                .put("is_open", calendar.isOpen(now))
                .put("next_open", newYork(calendar.nextToOpen(now).open()))
                .put("next_close", newYork(calendar.nextToClose(now).close()));
    }

    static ObjectNode session(TradingSession session, LocalDate settlement) {
        return object().put("date", session.date().toString())
                .put("open", HOUR.format(session.open().atZone(TradingCalendar.NEW_YORK)))
                .put("close", HOUR.format(session.close().atZone(TradingCalendar.NEW_YORK)))
                .put("session_open", "0400")
                .put("session_close", "2000")
                .put("settlement_date", settlement.toString());
    }

    static ObjectNode order(PaperOrder order) {
        String type = order.limit() == null ? "market" : "limit";
        Instant ended = order.endedAt();
        PaperOrder.State state = order.state();
        ObjectNode json = object().put("id", order.id())
                .put("client_order_id", order.clientOrderId())
                .put("created_at", order.submittedAt().toString())
                .put("updated_at", order.updatedAt().toString())
                .put("submitted_at", order.submittedAt().toString())
                .put("filled_at", state == PaperOrder.State.FILLED ? text(ended) : null)
                .put("expired_at", state == PaperOrder.State.EXPIRED ? text(ended) : null)
                .put("canceled_at", state == PaperOrder.State.CANCELED ? text(ended) : null);
        for (String none : new String[] {"failed_at", "replaced_at", "replaced_by", "replaces", "notional"}) {
            json.putNull(none);
        }
        json.put("asset_id", uuid("asset/" + order.symbol()))
                .put("symbol", order.symbol())
                .put("asset_class", "us_option")
                .put("qty", Integer.toString(order.qty()))
                .put("filled_qty", Integer.toString(order.filledQty()))
                .put("filled_avg_price", text(order.averagePrice()))
                .put("order_class", "simple")
                .put("order_type", type)
                .put("type", type)
                .put("side", order.side().wire())
                .put("position_intent", order.positionIntent())
                .put("time_in_force", "day")
                .put("limit_price", text(order.limit()))
                .put("status", state.wire())
                .put("extended_hours", false);
        for (String none : new String[] {"stop_price", "legs", "trail_percent", "trail_price", "hwm"}) {
            json.putNull(none);
        }
        return json;
    }

    static ObjectNode position(HeldOption held) {
        BigDecimal value = held.marketValue();
        BigDecimal profit = value.subtract(held.cost());
        String part = profit.divide(held.cost(), 6, RoundingMode.HALF_UP).toPlainString();
        return object().put("asset_id", uuid("asset/" + held.option().symbol()))
                .put("symbol", held.option().symbol())
                .put("exchange", "")
                .put("asset_class", "us_option")
                .put("asset_marginable", false)
                .put("qty", Integer.toString(held.qty()))
                .put("qty_available", Integer.toString(held.available()))
                .put("avg_entry_price", held.averageEntryPrice().toPlainString())
                .put("side", "long")
                .put("market_value", value.toPlainString())
                .put("cost_basis", held.cost().toPlainString())
                .put("unrealized_pl", profit.toPlainString())
                .put("unrealized_plpc", part)
                .put("unrealized_intraday_pl", profit.toPlainString())
                .put("unrealized_intraday_plpc", part)
                .put("current_price", held.mark().stripTrailingZeros().toPlainString())
                .put("lastday_price", held.averageEntryPrice().toPlainString())
                .put("change_today", "0");
    }

    static ObjectNode activity(Activity activity) {
        ObjectNode json = object().put("id", activity.id()).put("activity_type", activity.type());
        return switch (activity) {
            case Activity.Fill fill ->
                json.put("transaction_time", fill.at().toString())
                        .put("type", fill.order().isOpen() ? "partial_fill" : "fill")
                        .put("order_id", fill.order().id())
                        .put("order_status", fill.order().state().wire())
                        .put("symbol", fill.order().symbol())
                        .put("side", fill.order().side().wire())
                        .put("price", fill.price().toPlainString())
                        .put("qty", Integer.toString(fill.qty()))
                        .put("cum_qty", Integer.toString(fill.order().filledQty()))
                        .put("leaves_qty", Integer.toString(fill.order().openQty()));
            case Activity.Expiry expiry -> {
                BigDecimal price = expiry.price();
                yield json.put("date", TradingCalendar.dateOf(expiry.at()).toString())
                        .put("created_at", expiry.at().toString())
                        .put("symbol", expiry.symbol())
                        .put("qty", Integer.toString(-expiry.qty()))
                        .put("per_share_amount", text(price))
                        .put(
                                "net_amount",
                                price == null
                                        ? "0"
                                        : PaperAccount.dollars(price, expiry.qty())
                                                .toPlainString())
                        .put("description", price == null ? "Option Expiration" : "Option Exercise, settled in cash")
                        .put("status", "executed")
                        .put("currency", "USD");
            }
        };
    }

    static ObjectNode contract(ListedOption option, LocalDate today) {
        String kind = option.call() ? "call" : "put";
        String strike = option.strike().stripTrailingZeros().toPlainString();
        return object().put("id", uuid("asset/" + option.symbol()))
                .put("symbol", option.symbol())
                .put("name", option.underlying() + " " + option.expiry() + " " + strike + " " + kind)
                .put("status", "active")
                .put("tradable", true)
                .put("expiration_date", option.expiry().toString())
                .put("root_symbol", option.underlying())
                .put("underlying_symbol", option.underlying())
                .put("underlying_asset_id", uuid("asset/" + option.underlying()))
                .put("type", kind)
                .put("style", "american")
                .put("strike_price", strike)
                .put("multiplier", "100")
                .put("size", "100")
                .put("open_interest", Long.toString(option.openInterest()))
                .put("open_interest_date", today.minusDays(1).toString())
                .put("ppind", true);
    }

    static ObjectNode tradeUpdate(OrderChanged change) {
        ObjectNode data = object().put("event", change.event())
                .put("timestamp", change.at().toString());
        Execution execution = change.execution();
        if (execution != null) {
            data.put("execution_id", execution.id())
                    .put("price", execution.price().toPlainString())
                    .put("qty", Integer.toString(execution.qty()))
                    .put("position_qty", Integer.toString(execution.positionQty()));
        }
        data.set("order", order(change.order()));
        ObjectNode frame = object().put("stream", "trade_updates");
        frame.set("data", data);
        return frame;
    }

    static ObjectNode refusal(Refusal refusal) {
        ObjectNode json = object().put("code", refusal.code()).put("message", refusal.message());
        refusal.details().forEach((field, value) -> {
            if (field.equals("related_orders")) {
                var related = json.putArray(field);
                for (String id : value.isEmpty() ? new String[0] : value.split(",", -1)) {
                    related.add(id);
                }
            } else {
                json.put(field, value);
            }
        });
        return json;
    }

    private static String newYork(Instant at) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atZone(TradingCalendar.NEW_YORK));
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    private static @Nullable String text(@Nullable BigDecimal number) {
        return number == null ? null : number.toPlainString();
    }

    private static String uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
