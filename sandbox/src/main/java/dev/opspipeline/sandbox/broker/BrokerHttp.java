package dev.opspipeline.sandbox.broker;

import dev.opspipeline.sandbox.broker.Call.Answer;
import dev.opspipeline.sandbox.broker.Call.Refused;
import dev.opspipeline.sandbox.broker.FaultPlan.Fault;
import dev.opspipeline.sandbox.market.TradingCalendar;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/**
 * A paper broker at a port: trading, market data and both streams, as the real one serves them at its several addresses.
 *
 * <p>An answer leaves before the stream frames that its request caused; until both are on their way the request counts
 * as in flight.
 */
public final class BrokerHttp implements AutoCloseable {

    private final PaperBroker broker;
    private final RequestBudget tradingBudget;
    private final RequestBudget dataBudget;
    private final FaultPlan faults;
    private final JsonMapper json = JsonMapper.builder().build();
    private final BrokerStreams streams;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<String, AtomicLong> received = new ConcurrentHashMap<>();
    private final Javalin server;

    private BrokerHttp(
            PaperBroker broker,
            TradingCalendar calendar,
            RequestBudget tradingBudget,
            RequestBudget dataBudget,
            FaultPlan faults,
            String host,
            int port) {
        this.broker = broker;
        this.tradingBudget = tradingBudget;
        this.dataBudget = dataBudget;
        this.faults = faults;
        this.streams = new BrokerStreams(broker, json);
        this.server = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    trading(config.routes, new TradingRoutes(broker, calendar, json));
                    data(config.routes, new DataRoutes(broker));
                    config.routes.ws("/stream", streams::tradeUpdates);
                    config.routes.ws("/v2/iex", streams::bars);
                    config.routes.ws("/v2/sip", streams::bars);
                })
                .start(host, port);
    }

    /** Serves on 127.0.0.1; port 0 takes any that is free. Trading and data requests have a budget each. */
    public static BrokerHttp start(
            PaperBroker broker,
            TradingCalendar calendar,
            RequestBudget tradingBudget,
            RequestBudget dataBudget,
            FaultPlan faults,
            int port) {
        return start(broker, calendar, tradingBudget, dataBudget, faults, "127.0.0.1", port);
    }

    /** Serves on the address given: 0.0.0.0 for whoever is on the network. */
    public static BrokerHttp start(
            PaperBroker broker,
            TradingCalendar calendar,
            RequestBudget tradingBudget,
            RequestBudget dataBudget,
            FaultPlan faults,
            String host,
            int port) {
        return new BrokerHttp(broker, calendar, tradingBudget, dataBudget, faults, host, port);
    }

    public int port() {
        return server.port();
    }

    /** Moves market time and tells the streams what that brought, before it returns. */
    public void advanceTo(Instant to) {
        broker.advanceTo(to);
        streams.flush();
    }

    /** Requests whose answers and stream frames are not yet all on their way. */
    public int requestsInFlight() {
        return inFlight.get();
    }

    /** Requests so far by "service/instance" of the caller, those in flight included; only ever rising. */
    public Map<String, Long> requestsReceived() {
        Map<String, Long> counts = new TreeMap<>();
        received.forEach((caller, count) -> counts.put(caller, count.get()));
        return counts;
    }

    /** Rises with every change of an order or a position. */
    public long changes() {
        return broker.changes();
    }

    /** What each subscribed connection has been sent. */
    public List<StreamCount> streams() {
        return streams.counts();
    }

    /** Stops serving; the broker and its journal stay open. */
    @Override
    public void close() {
        server.stop();
    }

    private void trading(RoutesConfig routes, TradingRoutes trading) {
        routes.get("/v2/account", served(tradingBudget, trading::account));
        routes.get("/v2/account/configurations", served(tradingBudget, trading::configurations));
        routes.get("/v2/account/activities", served(tradingBudget, trading::activities));
        routes.get("/v2/account/activities/{type}", served(tradingBudget, trading::activities));
        routes.get("/v2/clock", served(tradingBudget, trading::clock));
        routes.get("/v2/calendar", served(tradingBudget, trading::calendar));
        routes.post("/v2/orders", served(tradingBudget, trading::submit));
        routes.get("/v2/orders", served(tradingBudget, trading::orders));
        routes.get("/v2/orders:by_client_order_id", served(tradingBudget, trading::orderByClientId));
        routes.get("/v2/orders/{id}", served(tradingBudget, trading::order));
        routes.delete("/v2/orders/{id}", served(tradingBudget, trading::cancel));
        routes.get("/v2/positions", served(tradingBudget, trading::positions));
        routes.get("/v2/positions/{symbol}", served(tradingBudget, trading::position));
        routes.get("/v2/options/contracts", served(tradingBudget, trading::contracts));
    }

    private void data(RoutesConfig routes, DataRoutes data) {
        routes.get("/v1beta1/options/quotes/latest", served(dataBudget, data::latestQuotes));
        routes.get("/v1beta1/options/snapshots/{underlying}", served(dataBudget, data::chain));
        routes.get("/v2/stocks/bars", served(dataBudget, data::bars));
        routes.get("/v2/stocks/{symbol}/bars", served(dataBudget, data::barsOfOne));
    }

    private Handler served(RequestBudget budget, Function<Call, Answer> route) {
        return http -> {
            inFlight.incrementAndGet();
            Caller caller = Caller.of(http.userAgent());
            received.computeIfAbsent(caller.service() + "/" + caller.instance(), name -> new AtomicLong())
                    .incrementAndGet();
            try {
                send(http, authorizedAnswer(budget, route, caller, http));
                streams.flush();
            } finally {
                inFlight.decrementAndGet();
            }
        };
    }

    /** What goes over the wire. */
    private record Wire(int status, String body) {}

    private Wire authorizedAnswer(RequestBudget budget, Function<Call, Answer> route, Caller caller, Context http) {
        try {
            AccountSpec account = broker.authorized(
                            header(http, "APCA-API-KEY-ID"), header(http, "APCA-API-SECRET-KEY"))
                    .orElseThrow(() -> new Refused(Refusal.unauthorized()));
            RequestBudget.Left left = budget.take(account.tier(), broker.now());
            http.header("X-RateLimit-Limit", Integer.toString(left.limit()))
                    .header("X-RateLimit-Remaining", Integer.toString(Math.max(0, left.remaining())))
                    .header("X-RateLimit-Reset", Long.toString(left.resetSecond()));
            if (left.remaining() < 0) {
                throw new Refused(Refusal.tooManyRequests());
            }
            Fault fault = faults.of(
                    new FaultPlan.Request(account.tier(), caller, http.req().getMethod(), http.path()));
            Call call = new Call(account, caller, http);
            return switch (fault) {
                case Fault.None none -> wire(route.apply(call));
                case Fault.Instead(int status, String body) -> new Wire(status, body);
                case Fault.Afterwards(int status, String body) -> {
                    var unused = route.apply(call);
                    yield new Wire(status, body);
                }
            };
        } catch (Refused refused) {
            Refusal refusal = refused.refusal();
            return new Wire(refusal.status(), json.writeValueAsString(TradingJson.refusal(refusal)));
        }
    }

    private Wire wire(Answer answer) {
        return new Wire(answer.status(), answer.body().isNull() ? "" : json.writeValueAsString(answer.body()));
    }

    private static String header(Context http, String name) {
        String value = http.header(name);
        return value == null ? "" : value;
    }

    /** Straight to the socket, so that the answer has left when this returns. */
    private static void send(Context http, Wire wire) throws IOException {
        HttpServletResponse response = http.res();
        byte[] body = wire.body().getBytes(StandardCharsets.UTF_8);
        response.setStatus(wire.status());
        if (body.length > 0) {
            response.setContentType("application/json");
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }
        response.flushBuffer();
    }
}
