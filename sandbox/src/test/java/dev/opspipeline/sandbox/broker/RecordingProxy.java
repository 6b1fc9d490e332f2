package dev.opspipeline.sandbox.broker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a client and a broker and keeps what both say; where there is no broker, it says what it was told to. */
final class RecordingProxy implements AutoCloseable {

    private static final List<String> NAMES =
            List.of("APCA-API-KEY-ID", "APCA-API-SECRET-KEY", "User-Agent", "Content-Type");

    private final HttpServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Optional<String> broker;
    private final List<OpenApi.Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();

    private RecordingProxy(Optional<String> broker) {
        this.broker = broker;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::pass);
        server.start();
    }

    static RecordingProxy before(BrokerHttp broker) {
        return new RecordingProxy(Optional.of("http://127.0.0.1:" + broker.port()));
    }

    static RecordingProxy alone() {
        return new RecordingProxy(Optional.empty());
    }

    /** What is answered next, one after the other. */
    void answers(String... json) {
        answers.addAll(List.of(json));
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<OpenApi.Exchange> exchanges() {
        return exchanges;
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestBody().readAllBytes();
            HttpResponse<byte[]> from = broker.isEmpty() ? null : ask(broker.get(), exchange, request);
            int status = from == null ? 200 : from.statusCode();
            byte[] body = from == null ? answers.remove().getBytes(StandardCharsets.UTF_8) : from.body();
            exchanges.add(OpenApi.Exchange.of(
                    exchange.getRequestMethod(), exchange.getRequestURI().toString(), request, status, body));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private HttpResponse<byte[]> ask(String broker, HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(broker + exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        for (String name : NAMES) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        http.shutdownNow();
    }
}
