package dev.opspipeline.dispatcher;

import dev.opspipeline.adapters.kafka.KafkaConnection;
import dev.opspipeline.adapters.kafka.TopicFollower;
import dev.opspipeline.adapters.messages.MessageJson;
import dev.opspipeline.adapters.messages.Topics;
import dev.opspipeline.risk.DecisionRecord;
import dev.opspipeline.risk.OrderRecord;
import dev.opspipeline.signal.Recommendation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DeleteRecordsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.testcontainers.kafka.KafkaContainer;

/** A real Kafka broker, in this process or in a container, started once for all tests and swept before each. */
final class Cluster {

    static final String GROUP = "dispatcher-" + TradingPost.TIER.id();

    private static final List<String> TOPICS = List.of(
            Topics.RECOMMENDATIONS,
            Topics.deadLetters(Topics.RECOMMENDATIONS),
            Topics.decisions(TradingPost.TIER),
            Topics.orders(TradingPost.TIER),
            Topics.fills(TradingPost.TIER),
            Topics.limits(TradingPost.TIER),
            Topics.closedTrades(TradingPost.TIER),
            Topics.CONTROLS,
            Topics.HEARTBEATS,
            Topics.AUDIT);

    /** What a cluster of one broker needs, as broker settings. */
    private static final Map<String, String> SETTINGS = Map.of(
            "group.initial.rebalance.delay.ms", "0",
            "offsets.topic.num.partitions", "1",
            "transaction.state.log.num.partitions", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "auto.create.topics.enable", "false");

    private static final class Embedded {
        static final Cluster CLUSTER = new Cluster(start());

        private static String start() {
            EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
            SETTINGS.forEach(broker::brokerProperty);
            broker.afterPropertiesSet();
            return broker.getBrokersAsString();
        }
    }

    private static final class Contained {
        static final Cluster CLUSTER = new Cluster(start());

        @SuppressWarnings("resource") // ends with the JVM
        private static String start() {
            KafkaContainer broker = new KafkaContainer("apache/kafka:4.2.1");
            SETTINGS.forEach((name, value) ->
                    broker.withEnv("KAFKA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), value));
            broker.start();
            return broker.getBootstrapServers();
        }
    }

    private final String servers;
    private final Admin admin;
    private final KafkaProducer<String, byte[]> producer;
    private final List<ConsumerRecord<String, byte[]>> seen = new CopyOnWriteArrayList<>();
    private final Map<String, Long> swept = new ConcurrentHashMap<>();
    private final List<TopicFollower> followers = new ArrayList<>();

    private Cluster(String servers) {
        this.servers = servers;
        admin = Admin.create(Map.of("bootstrap.servers", servers));
        done(admin.createTopics(TOPICS.stream()
                        .map(topic -> new NewTopic(topic, 1, (short) 1))
                        .toList())
                .all());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new StringSerializer(), new ByteArraySerializer());
        watch(Topics.decisions(TradingPost.TIER));
        watch(Topics.orders(TradingPost.TIER));
        watch(Topics.deadLetters(Topics.RECOMMENDATIONS));
    }

    static Cluster embedded() {
        return Embedded.CLUSTER;
    }

    /** Needs a container engine. */
    static Cluster inContainer() {
        return Contained.CLUSTER;
    }

    KafkaConnection connection(String client) {
        return new KafkaConnection(servers, client, Map.of());
    }

    /** Empties every topic and forgets how far anybody had read. */
    void sweep() {
        DeleteRecordsResult deleted = admin.deleteRecords(TOPICS.stream()
                .collect(Collectors.toMap(
                        topic -> new TopicPartition(topic, 0), topic -> RecordsToDelete.beforeOffset(-1))));
        deleted.lowWatermarks()
                .forEach((partition, low) ->
                        swept.put(partition.topic(), done(low).lowWatermark()));
        Await.until("no member of an earlier test's group", this::deletesGroup);
    }

    private boolean deletesGroup() {
        try {
            admin.deleteConsumerGroups(List.of(GROUP)).all().get(20, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupNotEmptyException) {
                return false;
            }
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return true;
            }
            throw new AssertionError(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** What the session time-out does to members that went silent, without the wait. */
    void evictMembers() {
        Await.until("a group without members", () -> {
            if (members() > 0) {
                done(admin.removeMembersFromConsumerGroup(GROUP, new RemoveMembersFromConsumerGroupOptions())
                        .all());
            }
            return members() == 0;
        });
    }

    int members() {
        return done(admin.describeConsumerGroups(List.of(GROUP)).all())
                .values()
                .iterator()
                .next()
                .members()
                .size();
    }

    void publish(Recommendation recommendation) {
        publish(
                recommendation.ticker().symbol(),
                MessageJson.write(recommendation).getBytes(StandardCharsets.UTF_8));
    }

    void publish(String key, byte @Nullable [] value) {
        publish(key, value, null);
    }

    void publish(String topic, String key, byte[] value) {
        send(new ProducerRecord<>(topic, 0, key, value));
    }

    /** @param writtenAt wall time of the record; null for now */
    void publish(String key, byte @Nullable [] value, @Nullable Instant writtenAt) {
        Long timestamp = writtenAt == null ? null : writtenAt.toEpochMilli();
        send(new ProducerRecord<>(Topics.RECOMMENDATIONS, 0, timestamp, key, value));
    }

    private void send(ProducerRecord<String, byte[]> message) {
        try {
            producer.send(message).get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** The committed decisions, in order. */
    List<DecisionRecord> decisions() {
        return read(Topics.decisions(TradingPost.TIER), found -> MessageJson.read(found.value(), DecisionRecord.class));
    }

    List<OrderRecord> orders() {
        return read(Topics.orders(TradingPost.TIER), found -> MessageJson.read(found.value(), OrderRecord.class));
    }

    List<byte[]> deadLetters() {
        return read(Topics.deadLetters(Topics.RECOMMENDATIONS), ConsumerRecord::value);
    }

    private <T> List<T> read(String topic, Function<ConsumerRecord<String, byte[]>, T> reading) {
        return seen.stream()
                .filter(found -> found.topic().equals(topic))
                .filter(found -> found.offset() >= swept.getOrDefault(topic, 0L))
                .map(reading)
                .toList();
    }

    private void watch(String topic) {
        followers.add(TopicFollower.start(
                connection("test"), topic, new TopicFollower.Start.Beginning(), new TopicFollower.Listener() {
                    @Override
                    public void positioned(long lastSkippedOffset) {
                        // everything is of interest
                    }

                    @Override
                    public void read(ConsumerRecord<String, byte[]> found) {
                        seen.add(found);
                    }
                }));
    }

    private static <T> T done(KafkaFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
