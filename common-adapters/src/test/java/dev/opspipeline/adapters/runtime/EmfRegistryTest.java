package dev.opspipeline.adapters.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MockClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EmfRegistryTest {

    private static final PublishedMeters PUBLISHED = new PublishedMeters(Map.of(
            "dispatcher.decisions", "Count",
            "dispatcher.exposure", "None",
            "dispatcher.account.age", "Seconds",
            "dispatcher.recommendation.to.order", "Milliseconds"));

    private final MockClock clock = new MockClock();
    private final List<String> lines = new ArrayList<>();
    private final EmfRegistry registry = registry(Map.of("tier", "tiny", "service", "dispatcher"));

    private EmfRegistry registry(Map<String, String> dimensions) {
        return new EmfRegistry(PUBLISHED, dimensions, "dispatcher-tiny-1", lines::add, clock);
    }

    private JsonNode nextMinute() {
        clock.add(EmfRegistry.STEP);
        registry.publish();
        return JsonMapper.shared().readTree(lines.getLast());
    }

    @Test
    void aLineIsWhatTheEmbeddedMetricFormatAsksFor() {
        Gauge.builder("dispatcher.exposure", () -> 1234.5).tag("tier", "tiny").register(registry);
        Gauge.builder("dispatcher.account.age", () -> 2).tag("tier", "tiny").register(registry);
        registry.counter("dispatcher.decisions", "outcome", "trade").increment(2);
        registry.counter("dispatcher.decisions", "outcome", "no_trade").increment(3);
        registry.timer("dispatcher.recommendation.to.order").record(Duration.ofMillis(120));
        registry.timer("dispatcher.recommendation.to.order").record(Duration.ofMillis(80));

        JsonNode line = nextMinute();

        assertThat(line).isEqualTo(JsonMapper.shared().readTree("""
                {"_aws": {"Timestamp": 60001, "CloudWatchMetrics": [{
                   "Namespace": "OpsPipeline",
                   "Dimensions": [["service", "tier"]],
                   "Metrics": [
                     {"Name": "dispatcher.account.age", "Unit": "Seconds"},
                     {"Name": "dispatcher.decisions", "Unit": "Count"},
                     {"Name": "dispatcher.exposure", "Unit": "None"},
                     {"Name": "dispatcher.recommendation.to.order.max", "Unit": "Milliseconds"}]}]},
                 "event": "metrics", "service": "dispatcher", "tier": "tiny", "instance": "dispatcher-tiny-1",
                 "dispatcher.account.age": 2.0, "dispatcher.decisions": 5.0, "dispatcher.exposure": 1234.5,
                 "dispatcher.recommendation.to.order.max": 120.0}
                """));
        assertThat(lines.getLast()).doesNotContain("\n");
    }

    @Test
    void aCounterTellsWhatTheLastMinuteAdded() {
        registry.counter("dispatcher.decisions").increment(7);
        assertThat(nextMinute().path("dispatcher.decisions").asDouble()).isEqualTo(7);
        registry.counter("dispatcher.decisions").increment();
        assertThat(nextMinute().path("dispatcher.decisions").asDouble()).isEqualTo(1);
        assertThat(nextMinute().path("dispatcher.decisions").asDouble()).isZero();
    }

    @Test
    void whatIsNotKnownIsLeftOutAndWithoutAnythingKnownThereIsNoLine() {
        Gauge.builder("dispatcher.exposure", () -> Double.NaN).register(registry);
        registry.timer("dispatcher.recommendation.to.order");
        clock.add(EmfRegistry.STEP);
        registry.publish();
        assertThat(lines).isEmpty();

        Gauge.builder("dispatcher.account.age", () -> 1).register(registry);
        JsonNode line = nextMinute();
        assertThat(line.has("dispatcher.account.age")).isTrue();
        assertThat(line.has("dispatcher.exposure")).isFalse();
        assertThat(line.has("dispatcher.recommendation.to.order.max")).isFalse();
        assertThat(line.findValues("Name")).hasSize(1);
    }

    @Test
    void noSymbolAndNoOrderBecomesADimensionWhateverAMeterCarries() {
        registry.counter("dispatcher.decisions", "symbol", "NVDA", "order", "tiny-INTC-1")
                .increment();
        registry.counter("dispatcher.secret", "symbol", "NVDA").increment();

        JsonNode line = nextMinute();

        assertThat(lines.getLast())
                .doesNotContain("NVDA")
                .doesNotContain("INTC")
                .doesNotContain("secret");
        assertThat(line.at("/_aws/CloudWatchMetrics/0/Dimensions").toString()).isEqualTo("[[\"service\",\"tier\"]]");
    }

    @Test
    void aServiceWithoutTierHasOneDimension() {
        EmfRegistry engine = registry(Map.of("service", "signal-engine"));
        Gauge.builder("dispatcher.account.age", () -> 1).register(engine);

        engine.publish();

        assertThat(JsonMapper.shared()
                        .readTree(lines.getLast())
                        .at("/_aws/CloudWatchMetrics/0/Dimensions")
                        .toString())
                .isEqualTo("[[\"service\"]]");
    }

    @Test
    void itsLinesAndThoseOfTheLogStayWhole() throws InterruptedException {
        int each = 300;
        // Longer than the buffer of standard output, which is written out in pieces.
        String metrics = "{\"_aws\": \"" + "m".repeat(20_000) + "\"}";
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            Logger logger = consoleLogger();
            CountDownLatch both = new CountDownLatch(2);
            List<Thread> writers = List.of(
                    writer(both, each, () -> logger.info("l".repeat(20_000))),
                    writer(both, each, () -> EmfRegistry.print(metrics)));
            for (Thread writer : writers) {
                writer.join();
            }
        } finally {
            System.setOut(before);
        }

        List<String> found = written.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(found.size()).isEqualTo(2 * each);
        assertThat(found.stream().filter(metrics::equals).count()).isEqualTo(each);
        assertThat(found.stream().filter(EmfRegistryTest::isObject).count()).isEqualTo(2L * each);
    }

    private static boolean isObject(String line) {
        try {
            return JsonMapper.shared().readTree(line).isObject();
        } catch (JacksonException e) {
            return false;
        }
    }

    private static Thread writer(CountDownLatch both, int times, Runnable write) {
        return Thread.ofPlatform().start(() -> {
            both.countDown();
            try {
                both.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            for (int i = 0; i < times; i++) {
                write.run();
            }
        });
    }

    /** As in a container: JSON lines to standard output. */
    private static Logger consoleLogger() {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        JsonLines format = new JsonLines(new ThrowableProxyConverter(), new MockEnvironment());
        LayoutBase<ILoggingEvent> layout = new LayoutBase<>() {
            @Override
            public String doLayout(ILoggingEvent event) {
                return format.format(event);
            }
        };
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setEncoder(encoder);
        console.start();
        Logger logger = context.getLogger("dev.opspipeline.Test");
        logger.addAppender(console);
        return logger;
    }
}
