package dev.opspipeline.positionmanager.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opspipeline.account.EntryFill;
import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.kafka.KafkaConnection;
import dev.opspipeline.adapters.kafka.TopicFollower;
import dev.opspipeline.adapters.kafka.TopicPublisher;
import dev.opspipeline.adapters.messages.MessageJson;
import dev.opspipeline.adapters.messages.Topics;
import dev.opspipeline.exit.ClosedTrade;
import dev.opspipeline.exit.ExitPlan;
import dev.opspipeline.exit.ExitPlan.Origin;
import dev.opspipeline.exit.PositionRecord;
import dev.opspipeline.exit.PositionRecord.State;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import dev.opspipeline.positionmanager.PositionJournal;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.ControlScope;
import dev.opspipeline.risk.TradingState;
import dev.opspipeline.signal.RecommendationId;
import dev.opspipeline.signal.Strategy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** What the exits take from the topics, with a real broker. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PositionTopicsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant NOON = Instant.parse("2026-04-09T16:00:00Z");
    private static final OptionContract CALL = OptionContract.parse("NVDA260417C00190000");

    private static final List<String> TOPICS = List.of(
            Topics.fills(Tier.TINY),
            Topics.deadLetters(Topics.fills(Tier.TINY)),
            Topics.positions(Tier.TINY),
            Topics.fills(Tier.LARGE),
            Topics.positions(Tier.LARGE),
            Topics.CONTROLS);

    private final Broker broker = broker();
    private KafkaConnection connection;
    private KafkaProducer<String, byte[]> producer;
    private RecordingJournal journal;

    /** A running broker that gives a group its partitions at once. */
    record Broker(String servers, Runnable stop) {}

    Broker broker() {
        EmbeddedKafkaKraftBroker embedded = new EmbeddedKafkaKraftBroker(1, 1);
        embedded.brokerProperty("group.initial.rebalance.delay.ms", "0");
        embedded.brokerProperty("offsets.topic.num.partitions", "1");
        embedded.afterPropertiesSet();
        return new Broker(embedded.getBrokersAsString(), embedded::destroy);
    }

    @BeforeAll
    void start() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.servers()))) {
            admin.createTopics(TOPICS.stream()
                            .map(topic -> new NewTopic(topic, 1, (short) 1))
                            .toList())
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
        connection = new KafkaConnection(broker.servers(), "test", Map.of());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.servers()), new StringSerializer(), new ByteArraySerializer());
    }

    @BeforeEach
    void listens() {
        journal = new RecordingJournal();
    }

    @AfterAll
    void stop() {
        producer.close();
        broker.stop().run();
    }

    @Test
    void X48_ofTwoInstancesOneActsAndTheOtherTakesOverWhenItIsGone() {
        AtomicBoolean first = new AtomicBoolean(true);
        AtomicBoolean second = new AtomicBoolean(true);
        try (TopicPublisher publisher = new TopicPublisher(connection);
                PartitionWatch one = watch(publisher, first);
                PartitionWatch two = watch(publisher, second)) {
            one.start();
            two.start();
            await().atMost(PATIENCE).until(() -> first.get() != second.get());

            (first.get() ? one : two).close();
            AtomicBoolean other = first.get() ? second : first;
            await().atMost(PATIENCE).untilTrue(other);
        }
    }

    @Test
    void X20_aStandByActsWhenKafkaIsAwayFromTheStart() {
        KafkaConnection nowhere = new KafkaConnection("127.0.0.1:1", "test", Map.of());
        AtomicBoolean acts = new AtomicBoolean(true);
        try (TopicPublisher publisher = new TopicPublisher(nowhere);
                PartitionWatch watch =
                        new PartitionWatch(nowhere, Tier.TINY, publisher, journal, Clock.systemUTC(), acts::set)) {
            watch.start();
            await().during(Duration.ofSeconds(2)).atMost(PATIENCE).untilTrue(acts);
        }
    }

    @Test
    void X16_X51_X57_badFillsAreSetAsideAndTheGoodOnesCountOnceInWhateverOrder() throws Exception {
        List<EntryFill> told = new CopyOnWriteArrayList<>();
        send(Topics.fills(Tier.TINY), "b", MessageJson.write(fill("X-2", "tiny", 30)));
        send(Topics.fills(Tier.TINY), "b", "not a fill");
        send(Topics.fills(Tier.TINY), "b", MessageJson.write(fill("X-9", "large", 0)));
        send(Topics.fills(Tier.TINY), "b", MessageJson.write(fill("X-1", "tiny", 0)));
        send(Topics.fills(Tier.TINY), "b", MessageJson.write(fill("X-1", "tiny", 0)));
        try (TopicPublisher publisher = new TopicPublisher(connection);
                TopicMemory memory = new TopicMemory(connection, Tier.TINY, told::add);
                PartitionWatch watch = watch(publisher, new AtomicBoolean(true))) {
            memory.start(() -> {});
            assertThat(memory.awaitComplete(PATIENCE)).isTrue();
            assertThat(memory.fills()).extracting(EntryFill::executionId).containsExactly("X-2", "X-1");

            watch.start();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(journal.alerts)
                            .containsExactly("fill cannot be read", "fill of another account"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(TopicFollower.readAll(
                                    connection,
                                    Topics.deadLetters(Topics.fills(Tier.TINY)),
                                    new TopicFollower.Start.Beginning()))
                            .extracting(record -> new String(record.value(), UTF_8))
                            .hasSize(2)
                            .contains("not a fill"));
        }
    }

    @Test
    void F40_ofAPositionToldAgainWithARebuiltPlanTheFrozenOneIsRemembered() throws Exception {
        ExitPlan frozen = plan("0.50", Origin.FROZEN_AT_ENTRY);
        send(Topics.positions(Tier.LARGE), CALL.symbol(), MessageJson.write(position(frozen, State.OPEN)));
        send(Topics.positions(Tier.LARGE), CALL.symbol(), "rubbish");
        send(
                Topics.positions(Tier.LARGE),
                CALL.symbol(),
                MessageJson.write(position(plan("0.80", Origin.REBUILT), State.CLOSING)));
        try (TopicMemory memory = new TopicMemory(connection, Tier.LARGE, fill -> {})) {
            memory.start(() -> {});
            assertThat(memory.awaitComplete(PATIENCE)).isTrue();
            assertThat(memory.positions()).singleElement().satisfies(record -> {
                assertThat(record.state()).isEqualTo(State.CLOSING);
                assertThat(record.plan()).isEqualTo(frozen);
            });

            send(Topics.positions(Tier.LARGE), CALL.symbol(), MessageJson.write(position(frozen, State.CLOSED)));
            await().atMost(PATIENCE).until(() -> memory.positions().isEmpty());
        }
    }

    @Test
    void controlsAreReadToTheirEndBeforeAnyOfThemActs() throws Exception {
        ControlScope tiny = new ControlScope(Tier.TINY);
        Control flatten = new Control.Flatten(tiny, false, "ann", "storm", NOON);
        Control over = new Control.SetState(tiny, TradingState.ACTIVE, "ann", "over", NOON.plusSeconds(60));
        send(Topics.CONTROLS, flatten.key(), MessageJson.write(flatten));
        send(Topics.CONTROLS, over.key(), MessageJson.write(over));
        List<Control> told = new CopyOnWriteArrayList<>();
        try (ControlsFollower follower = new ControlsFollower(connection, journal, told::add)) {
            follower.start();
            await().atMost(PATIENCE).until(() -> told.equals(List.of(over)));

            send(Topics.CONTROLS, "another key", MessageJson.write(flatten));
            send(Topics.CONTROLS, "x", "rubbish");
            send(Topics.CONTROLS, flatten.key(), MessageJson.write(flatten));
            await().atMost(PATIENCE).until(() -> told.equals(List.of(over, flatten)));
            assertThat(journal.alerts).containsExactly("control refused", "control refused");
        }
    }

    private PartitionWatch watch(TopicPublisher publisher, AtomicBoolean acts) {
        return new PartitionWatch(connection, Tier.TINY, publisher, journal, Clock.systemUTC(), acts::set);
    }

    private void send(String topic, String key, String value) throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(topic, key, value.getBytes(UTF_8))).get();
    }

    private static EntryFill fill(String id, String tier, int seconds) {
        return new EntryFill(
                id,
                new RecommendationId("NVDA-20260409T1431-CALL-trend1"),
                tier + ".d.NVDA-20260409T1431-CALL-trend1.e1",
                CALL,
                1,
                Money.of("1.00"),
                Strategy.DAY,
                NOON.plusSeconds(seconds),
                Money.of(1804),
                Money.of("270.60"));
    }

    private static ExitPlan plan(String stop, Origin origin) {
        return new ExitPlan(
                Strategy.DAY,
                Money.of("1.00"),
                NOON,
                Money.of(stop),
                Money.of("2.00"),
                null,
                NOON,
                NOON,
                null,
                NOON,
                origin);
    }

    private static PositionRecord position(@Nullable ExitPlan plan, State state) {
        return new PositionRecord(
                CALL,
                "NVDA-20260409T1431-CALL-trend1",
                1,
                Money.of("1.00"),
                state,
                null,
                null,
                plan,
                null,
                null,
                List.of(),
                NOON);
    }

    private static final class RecordingJournal implements PositionJournal {

        private final List<String> alerts = new CopyOnWriteArrayList<>();

        @Override
        public void position(PositionRecord position) {
            throw new AssertionError("nothing is told of positions here");
        }

        @Override
        public void closed(ClosedTrade trade) {
            throw new AssertionError("nothing is closed here");
        }

        @Override
        public void alert(String text, Map<String, String> data) {
            alerts.add(text);
        }

        @Override
        public void heartbeat(Instant marketTime, Instant lastBrokerRead, int held, int evaluated) {
            throw new AssertionError("nobody is alive here");
        }
    }
}
