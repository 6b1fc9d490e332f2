package dev.opspipeline.dispatcher.ssm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.opspipeline.account.EntryFill;
import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.runtime.EventLoop;
import dev.opspipeline.adapters.runtime.WallTimer;
import dev.opspipeline.adapters.ssm.ParameterStore;
import dev.opspipeline.dispatcher.Await;
import dev.opspipeline.dispatcher.Journal;
import dev.opspipeline.dispatcher.LimitsInForce;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.OrderRecord;
import dev.opspipeline.risk.TierLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The way of an operator's edit from a store that speaks the real protocol into force. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SsmLimitsTest {

    private static final String LIMITS = "/ops-pipeline/dispatcher_config_large";
    private static final String KILL_SWITCH = "/ops-pipeline/kill_switch";
    private static final Duration IN_FORCE_WITHIN = Duration.ofSeconds(5);

    private final Map<String, String> values = new ConcurrentHashMap<>();
    private final AtomicInteger version = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final EventLoop loop = EventLoop.free("limits");
    private final WallTimer timer = new WallTimer();
    private final Accepted accepted = new Accepted();
    private final LimitsInForce limits = new LimitsInForce(Tier.LARGE, accepted);
    private HttpServer server;
    private ParameterStore reader;
    private volatile int status = 200;

    /** Versions and contracts in the order in which they came into force, and whatever else was said. */
    private static final class Accepted implements Journal {
        private final List<Integer> contracts = new CopyOnWriteArrayList<>();
        private final List<String> audits = new CopyOnWriteArrayList<>();

        @Override
        public void order(OrderRecord step) {
            // none here
        }

        @Override
        public void fill(EntryFill fill) {
            // none here
        }

        @Override
        public void limits(TierLimits limits, String document) {
            contracts.add(limits.maxContractsPerTrade());
        }

        @Override
        public void control(Control control) {
            // not of interest here
        }

        @Override
        public void audit(String event, String detail) {
            audits.add(event);
        }
    }

    @BeforeEach
    void opens() throws IOException {
        System.setProperty("aws.accessKeyId", "nobody");
        System.setProperty("aws.secretAccessKey", "nothing");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        int port = server.getAddress().getPort();
        reader = new ParameterStore("us-west-2", URI.create("http://127.0.0.1:" + port));
        loop.start();
    }

    @AfterEach
    void closes() {
        timer.close();
        loop.close();
        reader.close();
        server.stop(0);
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void aChangedDocumentIsInForceWithinFiveSeconds() {
        write(9);
        watches();
        Await.until("the first document", IN_FORCE_WITHIN, () -> accepted.contracts.equals(List.of(9)));

        write(2);

        Await.until("the lowered limit", IN_FORCE_WITHIN, () -> accepted.contracts.equals(List.of(9, 2)));
    }

    @Test
    void X58_X59_neitherABadDocumentNorAStoreOutOfOrderChangesTheLimits() {
        write(9);
        watches();
        Await.until("the first document", IN_FORCE_WITHIN, () -> accepted.contracts.equals(List.of(9)));

        values.put(LIMITS, "max_contracts_per_trade: 20");
        version.incrementAndGet();
        Await.until("the refusal", IN_FORCE_WITHIN, () -> accepted.audits.contains("config.refused"));
        status = 500;
        int before = reads.get();
        Await.until("reads that fail", IN_FORCE_WITHIN, () -> reads.get() > before + 1);
        status = 200;
        write(3);

        Await.until("the next good one", IN_FORCE_WITHIN, () -> accepted.contracts.equals(List.of(9, 3)));
    }

    @Test
    void theKillSwitchIsReadWithIt() {
        write(9);
        values.put(KILL_SWITCH, "none");
        watches();
        Await.until("the first document", IN_FORCE_WITHIN, () -> !accepted.contracts.isEmpty());
        assertThat(accepted.audits).doesNotContain("kill_switch");

        values.put(KILL_SWITCH, "halt_entries");

        Await.until("the switch", IN_FORCE_WITHIN, () -> accepted.audits.contains("kill_switch"));
    }

    private void watches() {
        new SsmLimits(reader, limits, loop.wallInlet("lifecycle"), Clock.systemUTC()).start(timer);
    }

    private void write(int contracts) {
        version.incrementAndGet();
        values.put(LIMITS, "{\"account_tier\": \"large\", \"max_contracts_per_trade\": %d}".formatted(contracts));
    }

    private void answer(HttpExchange exchange) throws IOException {
        reads.incrementAndGet();
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
