package dev.opspipeline.sandbox.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EmbeddedKafkaTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<NewTopic> PLAN = TopicPlan.topics(List.of("tiny", "large"));

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start(@TempDir Path directory) {
        kafka = new EmbeddedKafka(directory);
        TopicPlan.create(kafka.bootstrapServers(), PLAN);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void everyTopicOfThePlanExistsWithOnePartition() throws Exception {
        try (Admin admin = admin()) {
            Collection<TopicDescription> found =
                    admin.describeTopics(names(PLAN)).allTopicNames().get().values();

            assertThat(found)
                    .hasSize(2 * (5 + 2 * 6))
                    .allSatisfy(topic -> assertThat(topic.partitions()).hasSize(1));
        }
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            topic,                cleanup, days
            recommendations,      delete,  7
            holds,                delete,  3
            decisions.tiny,       delete,  30
            orders.large,         delete,  30
            fills.tiny,           delete,  30
            closed-trades.large,  delete,  30
            audit,                delete,  90
            positions.tiny,       compact,
            limits.large,         compact,
            heartbeats,           compact,
            controls,             compact,
            recommendations.dlt,  delete,  30
            positions.tiny.dlt,   delete,  30
            """)
    void aTopicIsKeptForAsLongAsItIsNeeded(String topic, String cleanup, Long days) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = admin()) {
            Config config = Objects.requireNonNull(
                    admin.describeConfigs(List.of(resource)).all().get().get(resource));

            assertThat(config.get("cleanup.policy").value()).isEqualTo(cleanup);
            if (days != null) {
                assertThat(config.get("retention.ms").value()).isEqualTo(String.valueOf(days * 86_400_000));
            }
        }
    }

    @Test
    void aTopicMadeTwiceIsAnError() {
        assertThatThrownBy(() -> TopicPlan.create(kafka.bootstrapServers(), PLAN.subList(0, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Kafka did not make the topics");
    }

    @Test
    void whatIsWrittenIsTappedInOrder() throws Exception {
        String topic = made("tap-order");
        List<String> heard = new CopyOnWriteArrayList<>();
        try (TopicTap tap = new TopicTap(
                        kafka.bootstrapServers(),
                        List.of(topic),
                        found -> heard.add(found.offset() + " " + found.value()));
                KafkaProducer<String, String> producer = producer(Map.of())) {
            assertThat(tap.last()).isEmpty();
            assertThat(tap.await(Map.of(topic, 0L), Duration.ofMillis(50))).isFalse();
            for (int i = 0; i < 100; i++) {
                producer.send(new ProducerRecord<>(topic, "key", "record " + i)).get();
            }

            assertThat(tap.await(Map.of(topic, 99L), PATIENCE)).isTrue();
            assertThat(tap.last()).isEqualTo(Map.of(topic, 99L));
            assertThat(heard)
                    .isEqualTo(IntStream.range(0, 100)
                            .mapToObj(i -> i + " record " + i)
                            .toList());
            assertThat(tap.await(Map.of(topic, 100L), Duration.ofMillis(50))).isFalse();
        }
    }

    @Test
    void markersOfTransactionsTakeOffsetsAndAreNotWaitedFor() throws Exception {
        String topic = made("tap-transactions");
        List<String> heard = new CopyOnWriteArrayList<>();
        try (TopicTap tap = new TopicTap(kafka.bootstrapServers(), List.of(topic), found -> heard.add(found.value()));
                KafkaProducer<String, String> producer = producer(Map.of("transactional.id", "tapped"))) {
            producer.initTransactions();
            List<Long> offsets = new ArrayList<>();
            for (String value : List.of("first", "aborted", "second")) {
                producer.beginTransaction();
                offsets.add(producer.send(new ProducerRecord<>(topic, "key", value))
                        .get()
                        .offset());
                if (value.equals("aborted")) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                    assertThat(tap.await(Map.of(topic, offsets.getLast()), PATIENCE))
                            .isTrue();
                    assertThat(tap.last()).isEqualTo(Map.of(topic, offsets.getLast()));
                }
            }

            // Each of the first two was followed by its marker.
            assertThat(offsets).containsExactly(0L, 2L, 4L);
            assertThat(heard).containsExactly("first", "second");
        }
    }

    @Test
    void anOpenTransactionIsNotSeen() throws Exception {
        String topic = made("tap-open");
        try (TopicTap tap = new TopicTap(kafka.bootstrapServers(), List.of(topic), found -> {});
                KafkaProducer<String, String> producer = producer(Map.of("transactional.id", "open"))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "key", "open")).get();
            assertThat(tap.await(Map.of(topic, 0L), Duration.ofMillis(500))).isFalse();

            producer.commitTransaction();
            assertThat(tap.await(Map.of(topic, 0L), PATIENCE)).isTrue();
        }
    }

    @Test
    void aTapWhoseListenerFailsSaysSoToWhoeverWaits() throws Exception {
        String topic = made("tap-failing");
        try (TopicTap tap = new TopicTap(kafka.bootstrapServers(), List.of(topic), found -> {
                    throw new IllegalStateException("disk full");
                });
                KafkaProducer<String, String> producer = producer(Map.of())) {
            producer.send(new ProducerRecord<>(topic, "key", "value")).get();

            assertThatThrownBy(() -> tap.await(Map.of(topic, 0L), PATIENCE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the tap on the topics has failed")
                    .hasRootCauseMessage("disk full");
        }
    }

    private static String made(String topic) {
        TopicPlan.create(kafka.bootstrapServers(), List.of(new NewTopic(topic, 1, (short) 1)));
        return topic;
    }

    private static KafkaProducer<String, String> producer(Map<String, Object> extra) {
        Map<String, Object> config = new java.util.HashMap<>(extra);
        config.put("bootstrap.servers", kafka.bootstrapServers());
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    private static List<String> names(List<NewTopic> topics) {
        return topics.stream().map(NewTopic::name).toList();
    }
}
