package dev.opspipeline.sandbox.broker;

import dev.opspipeline.sandbox.broker.Call.Answer;
import dev.opspipeline.sandbox.broker.Call.Refused;
import dev.opspipeline.sandbox.market.ListedOption;
import dev.opspipeline.sandbox.market.MarketReplay;
import dev.opspipeline.sandbox.market.TradingCalendar;
import dev.opspipeline.sandbox.market.TradingSession;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The trading half of the broker's interface. */
final class TradingRoutes {

    private static final LocalDate CALENDAR_FROM = LocalDate.of(2013, 1, 1);
    private static final LocalDate CALENDAR_TO = LocalDate.of(2027, 12, 31);

    private final PaperBroker broker;
    private final TradingCalendar calendar;
    private final JsonMapper json;

    TradingRoutes(PaperBroker broker, TradingCalendar calendar, JsonMapper json) {
        this.broker = broker;
        this.calendar = calendar;
        this.json = json;
    }

    Answer account(Call call) {
        return Answer.ok(TradingJson.account(broker.state(call.tier())));
    }

    Answer configurations(Call call) {
        return Answer.ok(TradingJson.configurations());
    }

    Answer clock(Call call) {
        return Answer.ok(TradingJson.clock(broker.now(), calendar));
    }

    Answer calendar(Call call) {
        LocalDate from = call.date("start").orElse(CALENDAR_FROM);
        LocalDate to = call.date("end").orElse(CALENDAR_TO);
        ArrayNode days = array();
        if (!to.isBefore(from)) {
            List<TradingSession> sessions = calendar.sessions(from, to);
            for (TradingSession session : sessions) {
                LocalDate settled = calendar.nextToOpen(session.close()).date();
                days.add(TradingJson.session(session, settled));
            }
        }
        return Answer.ok(days);
    }

    Answer submit(Call call) {
        SubmitResult result =
                broker.submit(call.tier(), call.caller(), ticket(call.http().body()));
        return switch (result) {
            case SubmitResult.Accepted accepted -> Answer.ok(TradingJson.order(accepted.order()));
            case SubmitResult.Refused refused -> throw new Refused(refused.refusal());
        };
    }

    Answer orders(Call call) {
        String status = call.query("status").orElse("open");
        List<String> symbols = call.list("symbols");
        Instant after = call.instant("after").orElse(Instant.MIN);
        Instant until = call.instant("until").orElse(Instant.MAX);
        List<PaperOrder> found = new ArrayList<>(broker.orders(call.tier()).stream()
                .filter(order -> status.equals("all") || order.isOpen() == status.equals("open"))
                .filter(order -> order.submittedAt().isAfter(after)
                        && order.submittedAt().isBefore(until))
                .filter(order -> symbols.isEmpty()
                        || symbols.contains(order.symbol())
                        || symbols.contains(order.option().underlying()))
                .filter(order -> call.query("side")
                        .map(side -> side.equals(order.side().wire()))
                        .orElse(true))
                .filter(order -> call.list("asset_class").isEmpty()
                        || call.list("asset_class").contains("us_option")
                        || call.list("asset_class").contains("all"))
                .toList());
        if (!call.query("direction").orElse("desc").equals("asc")) {
            Collections.reverse(found);
        }
        return Answer.ok(all(found.stream().limit(call.limit(50, 500)).map(TradingJson::order)));
    }

    Answer order(Call call) {
        return Answer.ok(broker.order(call.tier(), call.path("id"))
                .map(TradingJson::order)
                .orElseThrow(() -> new Refused(Refusal.notFound("order not found for " + call.path("id")))));
    }

    Answer orderByClientId(Call call) {
        String id = call.required("client_order_id");
        return Answer.ok(broker.orderByClientId(call.tier(), id)
                .map(TradingJson::order)
                .orElseThrow(() -> new Refused(Refusal.notFound("order not found for " + id))));
    }

    Answer cancel(Call call) {
        broker.cancel(call.tier(), call.path("id")).ifPresent(refusal -> {
            throw new Refused(refusal);
        });
        return Answer.noContent();
    }

    Answer positions(Call call) {
        return Answer.ok(all(broker.positions(call.tier()).stream().map(TradingJson::position)));
    }

    Answer position(Call call) {
        return Answer.ok(broker.positions(call.tier()).stream()
                .filter(held -> held.option().symbol().equals(call.path("symbol")))
                .findFirst()
                .map(TradingJson::position)
                .orElseThrow(() -> new Refused(Refusal.notFound("position does not exist"))));
    }

    Answer activities(Call call) {
        List<String> types = call.http().pathParamMap().containsKey("type")
                ? List.of(call.path("type"))
                : call.list("activity_types");
        Instant after = call.instant("after").orElse(Instant.MIN);
        Instant until = call.instant("until").orElse(Instant.MAX);
        List<Activity> found = new ArrayList<>(broker.activities(call.tier()).stream()
                .filter(activity -> types.isEmpty() || types.contains(activity.type()))
                .filter(activity ->
                        activity.at().isAfter(after) && activity.at().isBefore(until))
                .filter(activity -> call.date("date")
                        .map(date -> date.equals(TradingCalendar.dateOf(activity.at())))
                        .orElse(true))
                .filter(activity -> call.query("order_id")
                        .map(id -> activity instanceof Activity.Fill fill
                                && fill.order().id().equals(id))
                        .orElse(true))
                .toList());
        if (!call.query("direction").orElse("desc").equals("asc")) {
            Collections.reverse(found);
        }
        int from = call.query("page_token").map(token -> after(found, token)).orElse(0);
        return Answer.ok(
                all(found.stream().skip(from).limit(call.limit(100, 100)).map(TradingJson::activity)));
    }

    Answer contracts(Call call) {
        LocalDate today = broker.now().atZone(TradingCalendar.NEW_YORK).toLocalDate();
        LocalDate weekend = today.with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY));
        ChainFilter filter =
                ChainFilter.of(call, call.date("expiration_date_gte").isPresent() ? LocalDate.MAX : weekend);
        List<String> tickers = call.list("underlying_symbols").isEmpty()
                ? broker.read(MarketReplay::tickers)
                : call.list("underlying_symbols");
        List<ListedOption> found = tickers.stream()
                .flatMap(ticker -> broker.options().listed(ticker).stream())
                .filter(filter::accepts)
                .filter(option -> !call.query("status").orElse("active").equals("inactive"))
                .toList();
        Page<ListedOption> page = Page.of(call, found, ListedOption::symbol, call.limit(100, 10_000));
        ObjectNode answer = Call.object();
        answer.set("option_contracts", all(page.items().stream().map(option -> TradingJson.contract(option, today))));
        return Answer.ok(answer.put("next_page_token", page.nextToken()));
    }

    private static int after(List<Activity> found, String token) {
        int at = 0;
        while (at < found.size() && !found.get(at).id().equals(token)) {
            at++;
        }
        return at + 1;
    }

    private OrderTicket ticket(String body) {
        JsonNode order;
        try {
            order = json.readTree(body);
        } catch (JacksonException e) {
            throw new Refused(Refusal.badRequest("request body format is invalid"));
        }
        if (!order.isObject()) {
            throw new Refused(Refusal.badRequest("request body format is invalid"));
        }
        return new OrderTicket(
                text(order, "symbol"),
                text(order, "qty"),
                text(order, "notional"),
                text(order, "side"),
                text(order, "type"),
                text(order, "time_in_force"),
                text(order, "limit_price"),
                text(order, "client_order_id"),
                text(order, "position_intent"),
                text(order, "order_class"));
    }

    private static @Nullable String text(JsonNode order, String field) {
        JsonNode value = order.path(field);
        return value.isMissingNode() || value.isNull() ? null : Objects.requireNonNull(value.asString());
    }

    private static ArrayNode all(Stream<ObjectNode> items) {
        ArrayNode array = array();
        items.forEach(array::add);
        return array;
    }

    private static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }
}
