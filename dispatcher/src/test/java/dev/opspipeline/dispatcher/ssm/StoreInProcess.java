package dev.opspipeline.dispatcher.ssm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Speaks as much of the store's protocol as reading needs. */
final class StoreInProcess implements SsmLimitsTest.Store {

    private final Map<String, String> values = new ConcurrentHashMap<>();
    private final AtomicInteger version = new AtomicInteger();
    private final HttpServer server;
    private volatile int status = 200;

    StoreInProcess() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public URI start() {
        server.createContext("/", this::answer);
        server.start();
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void put(String name, String value) {
        version.incrementAndGet();
        values.put(name, value);
    }

    @Override
    public void outOfOrder(boolean broken) {
        status = broken ? 500 : 200;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        assertThat(target).isEqualTo("AmazonSSM.GetParameters");
        String parameters = values.entrySet().stream()
                .map(parameter -> """
                        {"Name":"%s","Type":"String","Value":"%s","Version":%d,"LastModifiedDate":%d.0}""".formatted(
                                parameter.getKey(),
                                parameter.getValue().replace("\"", "\\\""),
                                version.get(),
                                1775745150 + version.get()))
                .collect(Collectors.joining(","));
        byte[] body = "{\"Parameters\":[%s],\"InvalidParameters\":[]}"
                .formatted(parameters)
                .getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, body.length);
        try (exchange;
                var out = exchange.getResponseBody()) {
            exchange.getRequestBody().readAllBytes();
            out.write(body);
        }
    }
}
