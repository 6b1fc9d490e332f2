package dev.opspipeline.adapters.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.opspipeline.account.Tier;
import dev.opspipeline.exit.ClosedTrade;
import dev.opspipeline.exit.ExitReason;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.OrderRecord;
import dev.opspipeline.signal.Action;
import dev.opspipeline.signal.Confidence;
import dev.opspipeline.signal.Features;
import dev.opspipeline.signal.Recommendation;
import dev.opspipeline.signal.RecommendationId;
import dev.opspipeline.signal.Strategy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TracesTest {

    private static final String ID = "NVDA-20260409T1431-CALL-trend1";
    private static final Instant BAR_END = Instant.parse("2026-04-09T14:32:00Z");
    private static final OptionContract CONTRACT = OptionContract.parse("NVDA260410C00190000");

    /** So many are sent at once, however short they have waited. */
    private static final int BATCH = 512;

    private final Logger logger = (Logger) LoggerFactory.getLogger(OtlpTraces.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicLong nanoTime = new AtomicLong();
    private final Collector collector;

    TracesTest() throws IOException {
        collector = new Collector();
    }

    @BeforeEach
    void listens() {
        lines.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
    }

    @AfterEach
    void closes() {
        logger.detachAppender(lines);
        logger.setLevel(null);
        collector.close();
    }

    @Test
    void whatServicesTellOfOneRecommendationIsOneTraceAlthoughNoneToldAnother() {
        tell("signal-engine", TraceStep.recommended(recommendation(), BAR_END.plusMillis(250)));
        tell("dispatcher", TraceStep.ordered(Tier.TINY, filled(), BAR_END.plusSeconds(1)));
        tell("position-manager", TraceStep.closed(Tier.TINY, closed()));

        assertThat(collector.spans).extracting(Collector.Told::trace).containsOnly("5ea9523dc1c8ed71831ac4b358d438fa");
        assertThat(collector.only("recommend"))
                .isEqualTo(new Collector.Told(
                        process("signal-engine"),
                        "recommend",
                        "5ea9523dc1c8ed71831ac4b358d438fa",
                        "adf554b0d1f6eaa5",
                        "",
                        BAR_END,
                        BAR_END.plusMillis(250),
                        Map.of("recommendation", ID)));
        Collector.Told order = collector.only("order");
        assertThat(order.process()).isEqualTo(process("dispatcher"));
        assertThat(order.parent()).as("the tier's decision").isEqualTo("17792602514271be");
        assertThat(order.from()).isEqualTo(BAR_END.plusSeconds(1));
        assertThat(order.to()).isEqualTo(BAR_END.plusSeconds(3));
        assertThat(order.data())
                .isEqualTo(Map.of(
                        "recommendation", ID, "tier", "tiny", "order", "tiny.d." + ID + ".e1", "state", "FILLED"));
        Collector.Told close = collector.only("close");
        assertThat(close.process()).isEqualTo(process("position-manager"));
        assertThat(close.parent()).isEqualTo("17792602514271be");
        assertThat(close.from()).isEqualTo(BAR_END.plusSeconds(600));
        assertThat(close.to()).isEqualTo(BAR_END.plusSeconds(602));
        assertThat(close.data())
                .isEqualTo(Map.of(
                        "recommendation",
                        ID,
                        "tier",
                        "tiny",
                        "order",
                        "tiny.x.NVDA260410C00190000-" + ID + ".1",
                        "reason",
                        "STOP_LOSS_HIT"));
    }

    @Test
    void F37_toldAgainByAnotherProcessItIsTheSameStep() {
        tell("signal-engine", TraceStep.recommended(recommendation(), BAR_END.plusMillis(250)));
        tell("signal-engine", TraceStep.recommended(recommendation(), BAR_END.plusSeconds(20)));

        assertThat(collector.spans).hasSize(2);
        assertThat(collector.spans).extracting(Collector.Told::trace).containsOnly("5ea9523dc1c8ed71831ac4b358d438fa");
        assertThat(collector.spans).extracting(Collector.Told::span).containsOnly("adf554b0d1f6eaa5");
    }

    @Test
    void aClockThatIsBehindMakesAStepShortAndNotNegative() {
        TraceStep behind = TraceStep.recommended(recommendation(), BAR_END.minusMillis(1));

        assertThat(behind.from()).isEqualTo(BAR_END);
        assertThat(behind.to()).isEqualTo(BAR_END);
    }

    @Test
    void whoTellsNeverWaitsForACollectorThatHangsAndOneComplaintIsMade() {
        collector.answers = new CountDownLatch(1);
        try (OtlpTraces traces = traces("dispatcher", collector.endpoint(), Duration.ofSeconds(2))) {
            // More than may wait: the collector answers none of them before all are told.
            tell(traces, 20 * BATCH);
            await("a complaint", () -> !lines.list.isEmpty());
            tell(traces, BATCH);
        }

        assertThat(collector.spans).isEmpty();
        assertThat(collector.posts.get()).isPositive();
        assertThat(complaints()).singleElement().asString().contains("HttpTimeoutException");
    }

    @Test
    void anAddressWithNobodyBehindItIsSaidOnceAndWhoTellsNeverWaits() {
        collector.close();
        try (OtlpTraces traces = traces("dispatcher", collector.endpoint(), Duration.ofMillis(300))) {
            tell(traces, 20 * BATCH);
            await("a complaint", () -> !lines.list.isEmpty());
        }

        assertThat(complaints()).singleElement().asString().containsPattern("endpoint=.*Connect(Timeout)?Exception");
    }

    @Test
    void aCollectorThatRefusesIsSaidOnceAMinuteAndNotByTheSpan() {
        collector.status = 500;
        try (OtlpTraces traces = traces("dispatcher", collector.endpoint(), OtlpTraces.TIMEOUT)) {
            refused(traces, 1);
            await("a complaint", () -> lines.list.size() == 1);
            nanoTime.addAndGet(Duration.ofMinutes(1).toNanos() - 1);
            refused(traces, 2);
            refused(traces, 3);
            // One batch at a time: with the third posted, the second has been judged.
            assertThat(complaints()).hasSize(1);
            nanoTime.addAndGet(1);
            refused(traces, 4);
            await("another complaint", () -> lines.list.size() == 2);
        }

        assertThat(complaints()).hasSize(2).allMatch(line -> line.contains("it refused them"));
        assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.WARN);
    }

    private void refused(OtlpTraces traces, int posts) {
        tell(traces, BATCH);
        await("post " + posts, () -> collector.posts.get() == posts);
    }

    private static void tell(Traces traces, int times) {
        TraceStep step = TraceStep.recommended(recommendation(), BAR_END);
        for (int time = 0; time < times; time++) {
            traces.tell(step);
        }
    }

    private List<String> complaints() {
        return lines.list.stream()
                .map(line -> line.getMessage() + " " + line.getKeyValuePairs())
                .toList();
    }

    /** A process that says one thing in its life. */
    private void tell(String service, TraceStep step) {
        try (OtlpTraces traces = traces(service, collector.endpoint(), OtlpTraces.TIMEOUT)) {
            traces.tell(step);
        }
    }

    private OtlpTraces traces(String service, String endpoint, Duration timeout) {
        ServiceProperties process = new ServiceProperties(service + "-1", "wall", "4f2c1aa", null);
        return new OtlpTraces(endpoint, service, process, timeout, nanoTime::get);
    }

    private static Map<String, String> process(String service) {
        return Map.of("service.name", service, "service.instance.id", service + "-1", "service.version", "4f2c1aa");
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not in time: " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    static Recommendation recommendation() {
        return new Recommendation(
                new RecommendationId(ID),
                new Ticker("NVDA"),
                Action.BUY_CALL,
                Strategy.DAY,
                "trend1",
                0.83,
                4.0,
                Money.of(100),
                new Features(99.5, 99.0, 0.005, 1, 1.0, 2.4, Double.NaN),
                new Confidence(0.9, 1.15, 0.8, 1.0, 1.0),
                null,
                null,
                BAR_END.minusSeconds(60),
                BAR_END,
                BAR_END.plusSeconds(300));
    }

    private static OrderRecord filled() {
        return new OrderRecord(
                new RecommendationId(ID),
                "tiny.d." + ID + ".e1",
                CONTRACT,
                2,
                Money.of("1.50"),
                OrderRecord.State.FILLED,
                2,
                Money.of("1.50"),
                "b-1",
                "",
                BAR_END.plusSeconds(3));
    }

    private static ClosedTrade closed() {
        return new ClosedTrade(
                CONTRACT,
                ID,
                Strategy.DAY,
                2,
                Money.of("1.50"),
                Money.of("1.10"),
                Money.of(-80),
                ExitReason.STOP_LOSS_HIT,
                BAR_END.plusSeconds(3),
                BAR_END.plusSeconds(600),
                BAR_END.plusSeconds(602),
                "tiny.x.NVDA260410C00190000-" + ID + ".1",
                599,
                null,
                null,
                null,
                null,
                null,
                List.of());
    }
}
