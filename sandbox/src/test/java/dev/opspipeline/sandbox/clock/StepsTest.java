package dev.opspipeline.sandbox.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opspipeline.sandbox.clock.Steps.StuckException;
import dev.opspipeline.sandbox.kafka.EmbeddedKafka;
import dev.opspipeline.sandbox.kafka.TopicPlan;
import dev.opspipeline.sandbox.kafka.TopicTap;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StepsTest {

    private static final Instant OPEN = Instant.parse("2026-04-09T13:30:00Z");
    private static final Instant NEXT = OPEN.plusSeconds(5);
    private static final Duration LONG = Duration.ofSeconds(20);

    /** Over before long, and yet enough for the services that do answer, on a busy machine too. */
    private static final Duration SHORT = Duration.ofMillis(1500);

    private static final String NOTHING = "ran=0";

    private static EmbeddedKafka kafka;
    private static KafkaProducer<String, String> producer;

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Market market = new Market();
    private String recommendations;
    private String orders;
    private TopicTap tap;
    private StepServer server;

    /** A market whose state the test sets. */
    private static final class Market implements SteppedMarket {

        private final Map<String, Map<String, Long>> frames = new ConcurrentHashMap<>();
        private final AtomicInteger changes = new AtomicInteger();
        private final AtomicInteger inFlight = new AtomicInteger();
        private final AtomicReference<Instant> now = new AtomicReference<>(OPEN);
        private volatile boolean restless;

        @Override
        public void advanceTo(Instant instant) {
            now.set(instant);
        }

        @Override
        public Map<String, Long> framesSent(String instance) {
            return frames.getOrDefault(instance, Map.of());
        }

        @Override
        public long changes() {
            return restless ? changes.incrementAndGet() : changes.get();
        }

        @Override
        public int requestsInFlight() {
            return inFlight.get();
        }
    }

    @BeforeAll
    static void startKafka(@TempDir Path directory) {
        kafka = new EmbeddedKafka(directory);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()), new StringSerializer(), new StringSerializer());
    }

    @AfterAll
    static void stopKafka() {
        producer.close();
        kafka.close();
    }

    @BeforeEach
    void listen(TestInfo test) {
        String suffix = "." + test.getTestMethod().orElseThrow().getName();
        recommendations = "recommendations" + suffix;
        orders = "orders" + suffix;
        TopicPlan.create(
                kafka.bootstrapServers(),
                List.of(new NewTopic(recommendations, 1, (short) 1), new NewTopic(orders, 1, (short) 1)));
        tap = opened(new TopicTap(kafka.bootstrapServers(), List.of(recommendations, orders), found -> {}));
        server = opened(new StepServer(market.now::get));
    }

    @AfterEach
    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Test
    void aServiceThatJoinsIsToldTheTimeAndWaitedForOnceItIsReady() throws Exception {
        assertThat(server.awaitReady("dispatcher-tiny", 1, Duration.ofMillis(50)))
                .isFalse();
        market.now.set(NEXT);
        FakeService dispatcher = joined("dispatcher-tiny", 1, turn -> NOTHING);

        assertThat(dispatcher.greeting()).isEqualTo("TIME 2026-04-09T13:30:05Z");
        assertThat(server.readyInstances("dispatcher-tiny")).isEqualTo(1);
        assertThat(server.readyInstances("dispatcher")).isZero();
        dispatcher.kill();
        awaitGone("dispatcher-tiny");
    }

    @Test
    void everybodyGetsATurnInEachStepTheDispatchersLast() throws Exception {
        joined("dispatcher-tiny", 1, turn -> NOTHING);
        joined("position-manager-tiny", 1, turn -> NOTHING);
        joined("signal-engine", 1, turn -> NOTHING);
        step(LONG, Map.of());

        assertThat(log).hasSize(6);
        assertThat(log.subList(0, 4))
                .containsExactlyInAnyOrder(
                        "position-manager-tiny-1 {}",
                        "position-manager-tiny-1 done",
                        "signal-engine-1 {}",
                        "signal-engine-1 done");
        assertThat(log.subList(4, 6)).containsExactly("dispatcher-tiny-1 {}", "dispatcher-tiny-1 done");
    }

    @Test
    void whatOnePublishesTheNextHandlesInTheSameStepAndNewsBringFurtherTurns() throws Exception {
        joined("signal-engine", 1, turn -> published(recommendations));
        joined("dispatcher-tiny", 1, turn -> handled(turn, recommendations) + published(orders));
        joined("position-manager-tiny", 1, turn -> handled(turn, orders));
        step(LONG, Map.of());

        assertThat(log)
                .filteredOn(line -> !line.endsWith("done"))
                .containsSubsequence(
                        "dispatcher-tiny-1 {%s=0}".formatted(recommendations),
                        "position-manager-tiny-1 {%s=0, %s=0}".formatted(orders, recommendations))
                .hasSize(4);
    }

    @Test
    void framesOnAStreamAreNewsForTheServiceThatListens() throws Exception {
        joined("dispatcher-tiny", 1, turn -> {
            market.frames.put("position-manager-tiny-1", Map.of("trade-updates", 1L));
            return NOTHING;
        });
        FakeService manager = joined("position-manager-tiny", 1, turn -> handled(turn, "trade-updates"));
        step(LONG, Map.of());

        assertThat(manager.turns())
                .extracting(FakeService.Turn::expected)
                .containsExactly(Map.of(), Map.of("trade-updates", 1L));
    }

    @Test
    void aServiceThatDoesNotGetAnInletHasNoNewsThere() throws Exception {
        market.frames.put("signal-engine-1", Map.of("bars", 3L));
        FakeService engine = joined("signal-engine", 1, turn -> NOTHING);
        step(LONG, Map.of());

        assertThat(engine.turns()).hasSize(1);
    }

    @Test
    void aServiceThatDoesNotAnswerIsNamed() throws Exception {
        joined("signal-engine", 1, turn -> NOTHING);
        joined("dispatcher-tiny", 1, turn -> null);

        assertThatThrownBy(() -> step(SHORT, Map.of()))
                .isInstanceOf(StuckException.class)
                .hasMessage("dispatcher-tiny-1 did not reach 2026-04-09T13:30:05Z within 1.5 s;"
                        + " it was to handle {} and last said {}");
    }

    @Test
    void servicesThatNeverComeToRestAreSaidWithWhatIsOnItsWay() throws Exception {
        market.frames.put("signal-engine-1", Map.of("bars", 7L));
        joined("signal-engine", 1, turn -> "ran=0 in:bars=3");

        assertThatThrownBy(() -> step(LONG, Map.of()))
                .isInstanceOf(StuckException.class)
                .hasMessage("the services find no rest at 2026-04-09T13:30:05Z: signal-engine-1 handled bars 3 of 7");
    }

    @Test
    void aBrokerThatNeverComesToRestIsSaid() throws Exception {
        joined("signal-engine", 1, turn -> NOTHING);
        market.restless = true;

        assertThatThrownBy(() -> step(LONG, Map.of()))
                .isInstanceOf(StuckException.class)
                .hasMessageEndingWith("orders keep changing at the broker");
    }

    @Test
    void aRequestThatNeverEndsIsSaid() throws Exception {
        joined("signal-engine", 1, turn -> NOTHING);
        market.inFlight.set(1);

        assertThatThrownBy(() -> step(SHORT, Map.of()))
                .isInstanceOf(StuckException.class)
                .hasMessage("the broker did not finish answering at 2026-04-09T13:30:05Z");
    }

    @Test
    void aRecordThatIsSaidToBeWrittenAndNeverCommittedIsSaid() throws Exception {
        joined("dispatcher-tiny", 1, turn -> NOTHING + " out:" + orders + "=4");

        assertThatThrownBy(() -> step(SHORT, Map.of()))
                .isInstanceOf(StuckException.class)
                .hasMessage("dispatcher-tiny-1 published {%s=4}, of which at 2026-04-09T13:30:05Z only {} is committed"
                        .formatted(orders));
    }

    @Test
    void X63_aServiceKilledInItsTurnHoldsNobodyUp() throws Exception {
        FakeService victim = joined("position-manager-tiny", 1, turn -> null);
        FakeService dispatcher = joined("dispatcher-tiny", 1, turn -> NOTHING);
        steps(LONG, Map.of(), () -> false).to(NEXT, victim::kill);

        assertThat(dispatcher.turns()).hasSize(1);
        awaitGone("position-manager-tiny");
    }

    @Test
    void X66_whatIsDoneDuringTheDispatchersTurnsComesAfterTheOthersAreDone() throws Exception {
        joined("position-manager-tiny", 1, turn -> NOTHING);
        FakeService victim = joined("dispatcher-tiny", 1, turn -> null);
        steps(LONG, Map.of(), () -> false).to(NEXT, () -> log.add("first"), () -> {
            log.add("dispatchers");
            victim.kill();
        });

        assertThat(log)
                .containsSubsequence("first", "dispatchers")
                .containsSubsequence("position-manager-tiny-1 done", "dispatchers");
        awaitGone("dispatcher-tiny");
    }

    @Test
    void anInstanceIsWaitedForByName() throws Exception {
        joined("dispatcher-tiny", 1, turn -> NOTHING);

        assertThat(server.awaitReady("dispatcher-tiny-1", LONG)).isTrue();
        assertThat(server.awaitReady("dispatcher-tiny-2", Duration.ofMillis(50)))
                .isFalse();
    }

    @Test
    void aServiceThatAnswersNonsenseIsShutOut() throws Exception {
        joined("position-manager-tiny", 1, turn -> "ran=many");
        step(LONG, Map.of());

        awaitGone("position-manager-tiny");
    }

    @Test
    void whatWasKilledIsBroughtBackBeforeTheStepEndsAndGetsATurnInIt() throws Exception {
        FakeService victim = joined("position-manager-tiny", 1, turn -> null);
        joined("signal-engine", 1, turn -> published(orders));
        AtomicBoolean killed = new AtomicBoolean();
        AtomicReference<FakeService> revived = new AtomicReference<>();
        steps(LONG, Map.of(), () -> {
                    if (killed.compareAndSet(true, false)) {
                        revived.set(rejoined("position-manager-tiny", 2, turn -> handled(turn, orders)));
                        return true;
                    }
                    return false;
                })
                .to(NEXT, () -> {
                    victim.kill();
                    killed.set(true);
                });
        steps(LONG, Map.of(), () -> false).to(NEXT.plusSeconds(5), () -> {});

        assertThat(revived.get().turns())
                .first()
                .extracting(FakeService.Turn::expected)
                .isEqualTo(Map.of(orders, 0L));
    }

    @Test
    void X48_aStandbyCoversASharedTopicWhenTheActiveInstanceIsKilled() throws Exception {
        AtomicInteger assigned = new AtomicInteger(1);
        FakeService active =
                joined("dispatcher-tiny", 1, turn -> assigned.get() == 1 ? handled(turn, recommendations) : NOTHING);
        FakeService standby = joined("dispatcher-tiny", 2, turn -> {
            // Kafka takes its time to notice: the third look finds the partition here.
            boolean takesOver = assigned.get() == 2 && turn.count() >= 3;
            return takesOver ? handled(turn, recommendations) : NOTHING;
        });
        joined("signal-engine", 1, turn -> published(recommendations));
        Steps steps = steps(LONG, Map.of("dispatcher-tiny", List.of(recommendations)), () -> false);
        steps.to(NEXT, () -> {
            active.kill();
            assigned.set(2);
        });

        assertThat(standby.turns()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(standby.turns().getLast().expected()).containsEntry(recommendations, 0L);
        assertThat(steps.heldMillis())
                .containsKeys("dispatcher-tiny", "dispatcher-tiny takeover", "kafka", "signal-engine");
    }

    @Test
    void aSharedTopicThatNobodyTakesOverIsNamedWithTheService() throws Exception {
        joined("dispatcher-tiny", 1, turn -> NOTHING);
        joined("signal-engine", 1, turn -> published(recommendations));

        assertThatThrownBy(() -> step(SHORT, Map.of("dispatcher-tiny", List.of(recommendations))))
                .isInstanceOf(StuckException.class)
                .hasMessage(
                        "no instance of dispatcher-tiny handled [%s] up to {%s=0} at 2026-04-09T13:30:05Z within 1.5 s"
                                .formatted(recommendations, recommendations));
    }

    @Test
    void aSharedTopicWithoutRecordsNeedsNobody() throws Exception {
        FakeService dispatcher = joined("dispatcher-tiny", 1, turn -> NOTHING);
        step(LONG, Map.of("dispatcher-tiny", List.of(recommendations)));

        assertThat(dispatcher.turns()).hasSize(1);
    }

    private void step(Duration patience, Map<String, List<String>> shared) throws InterruptedException {
        steps(patience, shared, () -> false).to(NEXT, () -> {});
    }

    private Steps steps(Duration patience, Map<String, List<String>> shared, Supplier<Boolean> repair) {
        return new Steps(server, tap, market, shared, repair, patience);
    }

    private FakeService joined(String service, int number, FakeService.Script script)
            throws IOException, InterruptedException {
        int before = server.readyInstances(service);
        FakeService joined = opened(new FakeService(server.clockSetting(), service, number, log, script));
        assertThat(server.awaitReady(service, before + 1, LONG)).isTrue();
        return joined;
    }

    private FakeService rejoined(String service, int number, FakeService.Script script) {
        try {
            return joined(service, number, script);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitGone(String service) {
        while (server.readyInstances(service) > 0) {
            Thread.onSpinWait();
        }
    }

    /** Says that all that was expected on a topic or stream, and no less than nothing, has been handled. */
    private static String handled(FakeService.Turn turn, String inlet) {
        return "ran=1 in:%s=%d".formatted(inlet, turn.expected().getOrDefault(inlet, -1L));
    }

    /** Writes one record in the first turn of a service and says so. */
    private String published(String topic) throws Exception {
        if (tap.last().containsKey(topic)) {
            return " out:%s=%d".formatted(topic, tap.last().get(topic));
        }
        long offset = producer.send(new ProducerRecord<>(topic, 0, "key", "value"))
                .get()
                .offset();
        return " out:%s=%d".formatted(topic, offset);
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }
}
