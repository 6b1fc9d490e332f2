package dev.opspipeline.adapters.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.opspipeline.account.Reply;
import dev.opspipeline.adapters.ssm.ParameterStore.Parameter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ParameterStoreTest {

    private static final String TINY = "/ops-pipeline/dispatcher_config_tiny";
    private static final String KILL_SWITCH = "/ops-pipeline/kill_switch";
    private static final Duration BOUND = Duration.ofSeconds(3);

    private interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Answer answer = exchange -> reply(exchange, 200, "{\"Parameters\":[]}");
    private HttpServer server;
    private ParameterStore reader;

    @BeforeAll
    static void credentials() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
    }

    @AfterAll
    static void noCredentials() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
        reader = reader(server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        over.countDown();
        reader.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void readsAParameterWithItsVersionAndDate() throws Exception {
        answer = exchange -> reply(exchange, 200, """
                {"Parameters":[{"Name":"%s","Type":"String","Value":"{} // limits","Version":3,"LastModifiedDate":1775829600.5}],
                 "InvalidParameters":["%s"]}""".formatted(TINY, KILL_SWITCH));

        assertThat(reader.read(List.of(TINY, KILL_SWITCH)))
                .isEqualTo(new Reply.Answer<>(Map.of(
                        TINY, new Parameter(TINY, "{} // limits", 3, Instant.parse("2026-04-10T14:00:00.500Z")))));
        assertThat(requests.take()).contains("AmazonSSM.GetParameters", TINY, KILL_SWITCH, "\"WithDecryption\":true");
    }

    @Test
    void aNameThatDoesNotExistIsAbsentFromTheAnswer() {
        assertThat(reader.read(List.of(TINY))).isEqualTo(new Reply.Answer<>(Map.of()));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            status, type
            400,    AccessDeniedException
            400,    ValidationException
            403,    UnrecognizedClientException
            404,    NotFound
            """)
    void whatTheStoreWillNotDoIsRefused(int status, String type) {
        answer = exchange -> reply(exchange, status, error(type));

        assertThat(reader.read(List.of(TINY))).isInstanceOfSatisfying(Reply.Refused.class, refused -> {
            assertThat(refused.httpStatus()).isEqualTo(status);
            assertThat(refused.message()).contains("planted");
        });
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            status, type
            400,    ThrottlingException
            429,    TooManyRequestsException
            500,    InternalServerError
            503,    ServiceUnavailable
            """)
    void X59_whatTheStoreCannotDoNowIsUnavailable(int status, String type) {
        answer = exchange -> reply(exchange, status, error(type));

        assertUnavailableInTime(reader);
    }

    @Test
    void X59_anAnswerThatIsNoJsonIsUnavailable() {
        answer = exchange -> reply(exchange, 200, "<html>proxy</html>");

        assertUnavailableInTime(reader);
    }

    @Test
    void X59_aStoreThatHangsIsUnavailableInTime() {
        answer = exchange -> over.await();

        assertUnavailableInTime(reader);
    }

    @Test
    void X59_aStoreThatHangsHalfWayThroughIsUnavailableInTime() {
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            over.await();
        };

        assertUnavailableInTime(reader);
    }

    @Test
    void X59_aStoreThatDripsIsUnavailableInTime() {
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            OutputStream body = exchange.getResponseBody();
            while (!over.await(100, TimeUnit.MILLISECONDS)) {
                body.write(' ');
                body.flush();
            }
        };

        assertUnavailableInTime(reader);
    }

    @Test
    void X59_aStoreThatIsNotThereIsUnavailableInTime() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (ParameterStore dead = reader(port)) {
            assertUnavailableInTime(dead);
        }
    }

    @Test
    void X59_aStoreThatComesBackIsReadAgain() {
        answer = exchange -> reply(exchange, 503, error("ServiceUnavailable"));
        assertUnavailableInTime(reader);
        answer = exchange -> reply(exchange, 200, "{\"Parameters\":[]}");

        assertThat(reader.read(List.of(TINY))).isInstanceOf(Reply.Answer.class);
    }

    private static void assertUnavailableInTime(ParameterStore reader) {
        assertThat(assertTimeout(BOUND, () -> reader.read(List.of(TINY)))).isInstanceOf(Reply.Unavailable.class);
    }

    private static ParameterStore reader(int port) {
        return new ParameterStore("us-west-2", URI.create("http://127.0.0.1:" + port));
    }

    private static String error(String type) {
        return "{\"__type\":\"%s\",\"message\":\"planted\"}".formatted(type);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(exchange.getRequestHeaders().getFirst("X-Amz-Target") + " " + body);
        try (exchange) {
            answer.to(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
