package dev.opspipeline.sandbox.broker;

import static dev.opspipeline.sandbox.broker.TestAccounts.TINY;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tiny account's user: plain requests and sockets of the JDK's own client. */
final class BrokerClient implements AutoCloseable {

    static final String USER_AGENT = "ops-pipeline/dispatcher/d-1";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    BrokerClient(int port) {
        this.port = port;
    }

    static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    JsonNode get(String path) {
        return json(send("GET", path, null).body());
    }

    HttpResponse<String> send(String method, String path, @Nullable String body) {
        return send(request(method, path, body)
                .header("APCA-API-KEY-ID", "key-" + TINY)
                .header("APCA-API-SECRET-KEY", "secret-" + TINY)
                .build());
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    HttpRequest.Builder request(String method, String path, @Nullable String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("User-Agent", USER_AGENT)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
    }

    HttpResponse<String> submit(OrderTicket ticket) {
        return send("POST", "/v2/orders", """
                {"symbol":"%s","qty":"%s","side":"%s","type":"%s","time_in_force":"day"%s,
                "client_order_id":"%s","position_intent":"%s"}""".formatted(
                        ticket.symbol(),
                        ticket.qty(),
                        ticket.side(),
                        ticket.type(),
                        ticket.limitPrice() == null ? "" : ",\"limit_price\":\"" + ticket.limitPrice() + "\"",
                        ticket.clientOrderId(),
                        ticket.positionIntent()));
    }

    Listener listen(String path) {
        Listener listener = new Listener();
        listener.socket = http.newWebSocketBuilder()
                .header("User-Agent", USER_AGENT)
                .buildAsync(URI.create("ws://127.0.0.1:" + port + path), listener)
                .join();
        return listener;
    }

    @Override
    public void close() {
        // close() would wait for the sockets, which nobody closes.
        http.shutdownNow();
    }

    /** One socket and the frames that came over it. */
    static final class Listener implements WebSocket.Listener {

        final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();
        private @Nullable WebSocket socket;

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            received("text ", data, last);
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            received("binary ", StandardCharsets.UTF_8.decode(data), last);
            from.request(1);
            return null;
        }

        private void received(String kind, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                frames.add(kind + part);
                part.setLength(0);
            }
        }

        void say(String text) {
            Objects.requireNonNull(socket).sendText(text, true).join();
        }

        void hangUp() {
            Objects.requireNonNull(socket).abort();
        }

        /** The next frame as it came, or a failure after ten seconds. */
        String raw() {
            try {
                String frame = frames.poll(10, TimeUnit.SECONDS);
                if (frame == null) {
                    throw new AssertionError("no frame came");
                }
                return frame;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }

        JsonNode next() {
            String raw = raw();
            return json(raw.substring(raw.indexOf(' ')));
        }
    }
}
