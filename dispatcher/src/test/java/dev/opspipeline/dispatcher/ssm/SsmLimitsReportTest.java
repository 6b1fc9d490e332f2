package dev.opspipeline.dispatcher.ssm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.opspipeline.account.EntryFill;
import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.ssm.ParameterStore;
import dev.opspipeline.dispatcher.Await;
import dev.opspipeline.dispatcher.Journal;
import dev.opspipeline.dispatcher.LimitsInForce;
import dev.opspipeline.dispatcher.LimitsPolicy;
import dev.opspipeline.dispatcher.StoredDocument;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.OrderRecord;
import dev.opspipeline.risk.TierLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator finds after an edit: who made it, what became of it, and why. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SsmLimitsReportTest {

    private static final Instant WALL = Instant.parse("2026-04-09T14:32:30Z");
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(10);

    private final List<String> audits = new CopyOnWriteArrayList<>();
    private final List<String> statuses = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean hangs;
    private volatile boolean acts = true;
    private HttpServer server;
    private ParameterStore store;
    private SsmLimitsReport report;
    private LimitsInForce limits;

    private final Journal journal = new Journal() {
        @Override
        public void order(OrderRecord step) {
            // none here
        }

        @Override
        public void fill(EntryFill fill) {
            // none here
        }

        @Override
        public void limits(TierLimits accepted, String document) {
            // none here
        }

        @Override
        public void control(Control control) {
            // none here
        }

        @Override
        public void audit(String event, String detail) {
            audits.add(event + ": " + detail);
        }
    };

    @BeforeEach
    void opens() throws IOException {
        System.setProperty("aws.accessKeyId", "nobody");
        System.setProperty("aws.secretAccessKey", "nothing");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        store = new ParameterStore(
                "us-west-2",
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        report = new SsmLimitsReport(Tier.LARGE, store, journal, () -> acts, Clock.systemUTC());
        limits = new LimitsInForce(new LimitsPolicy(Tier.LARGE, false, false), journal, report);
    }

    @AfterEach
    void closes() {
        released.countDown();
        report.close();
        store.close();
        server.stop(0);
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void X48_anInstanceThatStandsByTellsOfAnEditAsOneThatDoes() {
        acts = false;
        offer("{\"account_tier\": \"large\", \"max_daily_loss\": 400}", 1);
        acts = true;
        offer("{\"account_tier\": \"large\", \"max_daily_loss\": 300}", 2);

        Await.until("two verdicts", TOLD_WITHIN, () -> statuses.size() == 2);
        assertThat(audits)
                .satisfiesExactly(
                        told -> assertThat(told).endsWith("; seen by an instance that does not act for the account"),
                        told -> assertThat(told).doesNotContain("does not act"));
    }

    @Test
    void anEditIsToldWithWhoMadeItAndARefusedOneWithItsReasonsInTheStatusParameter() {
        offer("{\"account_tier\": \"large\", \"max_daily_loss\": 400}", 1);
        offer("{\"account_tier\": \"large\", \"max_daily_loss\": 300}", 2);
        offer("{\"account_tier\": \"large\", \"max_daily_los\": 300}", 3);

        Await.until("three verdicts", TOLD_WITHIN, () -> statuses.size() == 3);
        assertThat(audits)
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("config.accepted: version 1 over none by arn:ann"),
                        second -> assertThat(second)
                                .isEqualTo("config.accepted: version 2 over 1 by arn:ann:"
                                        + " max_daily_loss 400.00 to 300.00"),
                        third -> assertThat(third)
                                .startsWith("config.refused: version 3 by arn:ann: max_daily_los is not a known key"));
        assertThat(statuses.getLast())
                .contains("/ops-pipeline/status/dispatcher/large")
                .contains(
                        "\\\"active\\\":\\\"2\\\"", "\\\"refused\\\":\\\"3\\\"", "nearest known key is max_daily_loss");
    }

    @Test
    void X59_aStoreThatHangsHoldsNobodyUpAndIsToldOfAsSoonAsItsTimeIsUp() {
        hangs = true;

        offer("{\"account_tier\": \"large\", \"max_daily_loss\": 400}", 1);

        assertThat(limits.view().version()).as("at once").isEqualTo("1");
        Await.until(
                "the verdict without its writer",
                TOLD_WITHIN,
                () -> audits.equals(List.of("config.accepted: version 1 over none")));
    }

    private void offer(String text, long version) {
        Instant at = WALL.plusSeconds(version);
        limits.offered(new StoredDocument("/ops-pipeline/dispatcher_config_large", version, at, text), at);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        if (hangs) {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        String answer;
        if (target.endsWith("GetParameterHistory")) {
            answer = """
                    {"Parameters":[{"Name":"n","Version":1,"LastModifiedUser":"arn:ann"},\
                    {"Name":"n","Version":2,"LastModifiedUser":"arn:ann"},\
                    {"Name":"n","Version":3,"LastModifiedUser":"arn:ann"}]}""";
        } else {
            statuses.add(request);
            answer = "{\"Version\":1,\"Tier\":\"Standard\"}";
        }
        byte[] body = answer.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(200, body.length);
        try (exchange;
                var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
