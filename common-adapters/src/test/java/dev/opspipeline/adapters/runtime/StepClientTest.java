package dev.opspipeline.adapters.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StepClientTest {

    private static final String OPEN = "2026-04-09T13:30:00Z";

    private final EventLoop loop = EventLoop.stepped("dispatcher-tiny");
    private final Inlet recommendations = loop.inlet("recommendations");
    private final Inlet unattached = loop.inlet("trade-updates");
    private final Inlet timers = loop.localInlet("clock");
    private final CountDownLatch lost = new CountDownLatch(1);
    private FakeSandbox sandbox;

    @BeforeEach
    void open() throws Exception {
        sandbox = new FakeSandbox();
    }

    @AfterEach
    void close() throws Exception {
        sandbox.close();
        loop.close();
    }

    @Test
    void learnsTheTimeSaysItIsReadyAndAnswersEachTurn() throws Exception {
        try (ServiceRuntime runtime = joined()) {
            assertThat(sandbox.hello()).isEqualTo("HELLO dispatcher-tiny dispatcher-tiny-1");
            assertThat(runtime.clock().now()).isEqualTo(OPEN);
            recommendations.attach(3);
            runtime.start();
            runtime.keepStep(() -> Map.of("decisions.tiny", 9L), lost::countDown);
            assertThat(sandbox.hears()).isEqualTo("READY");

            recommendations.post(4, () -> {});
            recommendations.post(5, () -> {});
            sandbox.says("TURN 1 2026-04-09T13:30:05Z recommendations=5 trade-updates=7");
            assertThat(sandbox.hears()).isEqualTo("REACHED 1 ran=2 in:recommendations=5 out:decisions.tiny=9");
            assertThat(runtime.clock().now()).isEqualTo("2026-04-09T13:30:05Z");

            unattached.attach(0);
            sandbox.says("TURN 2 2026-04-09T13:30:10Z");
            assertThat(sandbox.hears())
                    .isEqualTo("REACHED 2 ran=0 in:recommendations=5 in:trade-updates=0 out:decisions.tiny=9");
        }
    }

    @Test
    void whatIsDueIsDoneBeforeTheTurnIsSaidToBeReached() throws Exception {
        try (ServiceRuntime runtime = joined()) {
            runtime.start();
            Map<String, Long> written = new java.util.concurrent.ConcurrentHashMap<>();
            runtime.clock().every(Duration.ofSeconds(5), () -> written.merge("heartbeats", 0L, (a, b) -> a + 1));
            runtime.keepStep(() -> written, lost::countDown);
            assertThat(sandbox.hears()).isEqualTo("READY");

            sandbox.says("TURN 1 2026-04-09T13:30:04Z");
            assertThat(sandbox.hears()).isEqualTo("REACHED 1 ran=0");
            sandbox.says("TURN 2 2026-04-09T13:30:05Z");
            assertThat(sandbox.hears()).isEqualTo("REACHED 2 ran=1 out:heartbeats=0");
        }
    }

    @Test
    void aSandboxThatGoesAwayStopsTheService() throws Exception {
        try (ServiceRuntime runtime = joined()) {
            runtime.start();
            runtime.keepStep(Map::of, lost::countDown);
            assertThat(sandbox.hears()).isEqualTo("READY");
            sandbox.hangsUp();

            assertThat(lost.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TURN", "STEP 1 2026-04-09T13:30:05Z", "TURN 1 noon"})
    void aSandboxThatSpeaksOtherwiseStopsTheService(String line) throws Exception {
        try (ServiceRuntime runtime = joined()) {
            runtime.start();
            runtime.keepStep(Map::of, lost::countDown);
            assertThat(sandbox.hears()).isEqualTo("READY");
            sandbox.says(line);

            assertThat(lost.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aServiceThatStopsByItselfIsNotToldThatTheClockIsLost() throws Exception {
        ServiceRuntime runtime = joined();
        runtime.start();
        recommendations.attach(-1);
        runtime.keepStep(Map::of, lost::countDown);
        assertThat(sandbox.hears()).isEqualTo("READY");
        sandbox.says("TURN 1 2026-04-09T13:30:05Z recommendations=0");
        runtime.close();

        assertThat(sandbox.hears()).as("end of the connection").isNull();
        assertThat(lost.getCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TIME noon", "WHO ARE YOU"})
    void whoeverDoesNotSayTheTimeIsNotTheSandbox(String answer) {
        sandbox.greets(answer);

        assertThatThrownBy(this::runtime)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot reach the sandbox's clock at 127.0.0.1:" + sandbox.port())
                .hasRootCauseMessage(
                        answer.startsWith("TIME")
                                ? "Text 'noon' could not be parsed at index 0"
                                : "the sandbox's clock answered WHO ARE YOU");
    }

    @Test
    void aSandboxThatIsNotThereIsNamed() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThatThrownBy(() -> new StepClient("127.0.0.1", port, "dispatcher-tiny", "one"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("127.0.0.1:" + port);
        assertThatThrownBy(() -> new StepClient("no-such-host.invalid", port, "dispatcher-tiny", "one"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("no-such-host.invalid:" + port);
    }

    private ServiceRuntime joined() throws InterruptedException {
        Thread greeting = sandbox.greets("TIME " + Instant.parse(OPEN));
        ServiceRuntime runtime = runtime();
        greeting.join();
        return runtime;
    }

    private ServiceRuntime runtime() {
        return new ServiceRuntime(
                "stepped;address=127.0.0.1:" + sandbox.port(), "dispatcher-tiny", "dispatcher-tiny-1", loop, timers);
    }
}
