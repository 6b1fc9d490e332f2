package dev.opspipeline.sandbox.broker;

import dev.opspipeline.sandbox.broker.BrokerEvent.BarClosed;
import dev.opspipeline.sandbox.broker.BrokerEvent.OrderChanged;
import dev.opspipeline.sandbox.market.Bar;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.eclipse.jetty.websocket.api.Callback;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The broker's two streams: each account's trade updates, in binary frames, and everybody's minute bars, in text. */
final class BrokerStreams {

    private final PaperBroker broker;
    private final JsonMapper json;
    private final Map<String, Connection> connections = new LinkedHashMap<>();

    BrokerStreams(PaperBroker broker, JsonMapper json) {
        this.broker = broker;
        this.json = json;
    }

    /** One open socket and what it has asked for. */
    private static final class Connection {

        private final WsContext socket;
        private final Caller caller;
        private final String stream;
        private final Set<String> tickers = new TreeSet<>();
        private @Nullable AccountSpec account;
        private boolean listening;
        private long frames;

        private Connection(WsContext socket, String stream) {
            this.socket = socket;
            this.caller = Caller.of(socket.header("User-Agent"));
            this.stream = stream;
        }

        private boolean wants(Bar bar) {
            return listening
                    && stream.equals(StreamCount.BARS)
                    && (tickers.contains("*") || tickers.contains(bar.ticker()));
        }

        private boolean wants(OrderChanged change) {
            return listening
                    && stream.equals(StreamCount.TRADE_UPDATES)
                    && account != null
                    && account.tier().equals(change.tier());
        }
    }

    void tradeUpdates(WsConfig ws) {
        configure(ws, StreamCount.TRADE_UPDATES, this::tradeUpdatesAsked);
    }

    void bars(WsConfig ws) {
        configure(ws, StreamCount.BARS, this::barsAsked);
    }

    private void configure(WsConfig ws, String stream, BiConsumer<Connection, JsonNode> asked) {
        ws.onConnect(socket -> connected(socket, stream));
        ws.onMessage(message -> received(message, message.message(), asked));
        ws.onBinaryMessage(message ->
                received(message, StandardCharsets.UTF_8.decode(message.data()).toString(), asked));
        ws.onClose(socket -> disconnected(socket.sessionId()));
    }

    private synchronized void connected(WsContext socket, String stream) {
        // Wall time says nothing here: a held market is silent for as long as somebody holds it.
        socket.session.setIdleTimeout(Duration.ZERO);
        Connection connection = new Connection(socket, stream);
        connections.put(socket.sessionId(), connection);
        if (stream.equals(StreamCount.BARS)) {
            say(connection, success("connected"));
            Optional<AccountSpec> known = broker.authorized(
                    Objects.requireNonNullElse(socket.header("APCA-API-KEY-ID"), ""),
                    Objects.requireNonNullElse(socket.header("APCA-API-SECRET-KEY"), ""));
            known.ifPresent(account -> {
                connection.account = account;
                say(connection, success("authenticated"));
            });
        }
    }

    private synchronized void disconnected(String sessionId) {
        connections.remove(sessionId);
    }

    private synchronized void received(WsContext socket, String text, BiConsumer<Connection, JsonNode> asked) {
        Connection connection = connections.get(socket.sessionId());
        if (connection == null) {
            return;
        }
        try {
            asked.accept(connection, json.readTree(text));
        } catch (JacksonException e) {
            socket.closeSession(1003, "not JSON");
        }
    }

    private void tradeUpdatesAsked(Connection connection, JsonNode request) {
        JsonNode data = request.path("data");
        switch (request.path("action").asString("")) {
            case "auth" -> authorize(connection, request.path("key"), request.path("secret"));
            case "authenticate" -> authorize(connection, data.path("key_id"), data.path("secret_key"));
            case "listen" -> listen(connection, data.path("streams"));
            default -> say(connection, control("listening").put("error", "unknown action"));
        }
    }

    private void authorize(Connection connection, JsonNode key, JsonNode secret) {
        connection.account =
                broker.authorized(key.asString(""), secret.asString("")).orElse(null);
        ObjectNode answer = control("authorization");
        answer.putObject("data")
                .put("status", connection.account == null ? "unauthorized" : "authorized")
                .put("action", "authenticate");
        say(connection, answer);
    }

    private void listen(Connection connection, JsonNode streams) {
        ArrayNode taken = JsonNodeFactory.instance.arrayNode();
        for (JsonNode stream : streams) {
            if (connection.account != null && stream.asString("").equals(StreamCount.TRADE_UPDATES)) {
                taken.add(StreamCount.TRADE_UPDATES);
            }
        }
        connection.listening = !taken.isEmpty();
        ObjectNode answer = control("listening");
        answer.putObject("data").set("streams", taken);
        say(connection, answer);
    }

    private void barsAsked(Connection connection, JsonNode request) {
        String action = request.path("action").asString("");
        if (action.equals("auth")) {
            connection.account = broker.authorized(
                            request.path("key").asString(""),
                            request.path("secret").asString(""))
                    .orElse(null);
            say(connection, connection.account == null ? error(402, "auth failed") : success("authenticated"));
        } else if (connection.account == null) {
            say(connection, error(401, "not authenticated"));
        } else if (action.equals("subscribe") || action.equals("unsubscribe")) {
            for (JsonNode ticker : request.path("bars")) {
                if (action.equals("subscribe")) {
                    connection.tickers.add(ticker.asString(""));
                } else {
                    connection.tickers.remove(ticker.asString(""));
                }
            }
            connection.listening = !connection.tickers.isEmpty();
            say(connection, subscription(connection));
        } else {
            say(connection, error(400, "invalid syntax"));
        }
    }

    /** Sends what the broker has to tell, in order; returns when it is on its way. */
    synchronized void flush() {
        for (BrokerEvent event : broker.takeEvents()) {
            switch (event) {
                case OrderChanged change ->
                    tell(connection -> connection.wants(change), TradingJson.tradeUpdate(change));
                case BarClosed(Bar bar) -> tell(connection -> connection.wants(bar), array(DataJson.streamedBar(bar)));
            }
        }
    }

    private void tell(Predicate<Connection> wants, JsonNode frame) {
        for (Connection connection : connections.values()) {
            if (wants.test(connection)) {
                connection.frames++;
                say(connection, frame);
            }
        }
    }

    /** Every connection that has subscribed, oldest first. */
    synchronized List<StreamCount> counts() {
        return connections.values().stream()
                .filter(connection -> connection.listening)
                .map(connection -> new StreamCount(
                        connection.caller.service(),
                        connection.caller.instance(),
                        connection.account == null ? "" : connection.account.tier(),
                        connection.stream,
                        connection.frames))
                .toList();
    }

    private void say(Connection connection, JsonNode frame) {
        if (connection.stream.equals(StreamCount.TRADE_UPDATES)) {
            connection.socket.session.sendBinary(ByteBuffer.wrap(json.writeValueAsBytes(frame)), Callback.NOOP);
        } else {
            connection.socket.session.sendText(json.writeValueAsString(frame), Callback.NOOP);
        }
    }

    private static ObjectNode control(String stream) {
        return JsonNodeFactory.instance.objectNode().put("stream", stream);
    }

    private static JsonNode success(String message) {
        return array(JsonNodeFactory.instance.objectNode().put("T", "success").put("msg", message));
    }

    private static JsonNode error(int code, String message) {
        return array(JsonNodeFactory.instance
                .objectNode()
                .put("T", "error")
                .put("code", code)
                .put("msg", message));
    }

    private static JsonNode subscription(Connection connection) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("T", "subscription");
        for (String none : List.of("trades", "quotes", "updatedBars", "dailyBars", "statuses", "lulds")) {
            answer.putArray(none);
        }
        ArrayNode bars = answer.putArray("bars");
        connection.tickers.forEach(bars::add);
        return array(answer);
    }

    private static ArrayNode array(ObjectNode only) {
        return JsonNodeFactory.instance.arrayNode().add(only);
    }
}
