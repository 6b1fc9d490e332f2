package dev.opspipeline.adapters.alpaca;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;

/** A real HTTP and WebSocket server on 127.0.0.1, and a connection to it. */
final class LocalServer implements AutoCloseable {

    static final String ACCOUNT = "PA3ABCDEFGHI";

    private final CutOff sockets = new CutOff();
    final MockWebServer server = new MockWebServer();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final AlpacaConnection connection;

    LocalServer() {
        try {
            server.setServerSocketFactory(sockets);
            server.start(InetAddress.getLoopbackAddress(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connection = new AlpacaConnection(settings(server.getPort()), meters);
    }

    static AlpacaSettings settings(int port) {
        return new AlpacaSettings(
                "AK-TEST",
                "s3cr3t-of-the-test",
                URI.create("http://127.0.0.1:" + port),
                URI.create("http://127.0.0.1:" + port),
                URI.create("ws://127.0.0.1:" + port),
                URI.create("ws://127.0.0.1:" + port),
                "iex",
                "indicative",
                new AlpacaSettings.Waits(
                        Duration.ofSeconds(2),
                        Duration.ofMillis(500),
                        Duration.ofMillis(800),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(3),
                        Duration.ofMillis(2),
                        Duration.ofMillis(20)),
                "ops-pipeline/dispatcher/test-1",
                ACCOUNT);
    }

    LocalServer answers(int status, String body) {
        server.enqueue(new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", "application/json")
                .body(body)
                .build());
        return this;
    }

    LocalServer answers(String body) {
        return answers(200, body);
    }

    /** Reads the next request whole, then cuts the line instead of answering. */
    LocalServer hangsUp() {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build());
        return this;
    }

    LocalServer answersTooLate(String body) {
        server.enqueue(
                new MockResponse.Builder().body(body).headersDelay(5, SECONDS).build());
        return this;
    }

    /** Resets the newest connection, without a goodbye. */
    void cutNewestConnection() {
        sockets.cutNewest();
    }

    /** The next request that came. */
    RecordedRequest request() {
        try {
            return Objects.requireNonNull(server.takeRequest(5, SECONDS), "no request came");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    int requests() {
        return server.getRequestCount();
    }

    @Override
    public void close() {
        connection.close();
        server.close();
    }
}
