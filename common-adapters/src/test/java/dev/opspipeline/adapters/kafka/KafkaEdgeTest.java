package dev.opspipeline.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.adapters.kafka.TopicFollower.Start;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KafkaEdgeTest {

    private static final Start BEGINNING = new Start.Beginning();
    private static final TopicPartition SOURCE = new TopicPartition("recommendations", 0);

    private static LocalKafka kafka;
    private static KafkaConnection connection;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        kafka = new LocalKafka(directory);
        kafka.start();
        connection = kafka.connection();
        kafka.topic(SOURCE.topic());
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    private static OutgoingRecord outgoing(String topic, String value) {
        return new OutgoingRecord(topic, "key", value);
    }

    private static List<String> values(String topic) {
        return values(TopicFollower.readAll(connection, topic, BEGINNING));
    }

    private static List<String> values(List<ConsumerRecord<String, byte[]>> records) {
        return records.stream().map(KafkaEdgeTest::value).toList();
    }

    private static String value(ConsumerRecord<String, byte[]> found) {
        return new String(found.value(), StandardCharsets.UTF_8);
    }

    @Nested
    class Publishing {

        @Test
        void keepsTheOrderWithinAndReportsTheLastOffsetOfEachTopic() throws Exception {
            String orders = kafka.topic("publishing-orders");
            String fills = kafka.topic("publishing-fills");
            try (TopicPublisher publisher = new TopicPublisher(connection)) {
                assertThat(publisher.written()).isEmpty();
                for (int i = 0; i < 300; i++) {
                    publisher.publish(outgoing(i % 3 == 0 ? fills : orders, "record " + i));
                }

                assertThat(publisher.flush(Duration.ofSeconds(20))).isTrue();
                assertThat(publisher.unfinished()).isZero();
                assertThat(publisher.written()).isEqualTo(Map.of(orders, 199L, fills, 99L));
            }
            assertThat(values(orders)).isEqualTo(expected(i -> i % 3 != 0));
            assertThat(values(fills)).isEqualTo(expected(i -> i % 3 == 0));
        }

        private static List<String> expected(java.util.function.IntPredicate which) {
            return IntStream.range(0, 300)
                    .filter(which)
                    .mapToObj(i -> "record " + i)
                    .toList();
        }

        @Test
        void aRecordKafkaRefusesForGoodHoldsNobodyElseUp() throws Exception {
            String topic = kafka.topic("publishing-too-large");
            try (TopicPublisher publisher = new TopicPublisher(connection)) {
                publisher.publish(outgoing(topic, "x".repeat(2_000_000)));
                publisher.publish(outgoing(topic, "small"));

                assertThat(publisher.flush(Duration.ofSeconds(20))).isTrue();
                assertThat(publisher.written()).isEqualTo(Map.of(topic, 0L));
            }
            assertThat(values(topic)).containsExactly("small");
        }

        @Test
        void closingSendsWhatWaits() throws Exception {
            String topic = kafka.topic("publishing-close");
            try (TopicPublisher publisher = new TopicPublisher(connection)) {
                publisher.publish(outgoing(topic, "last word"));
            }
            assertThat(values(topic)).containsExactly("last word");
        }
    }

    @Nested
    class Transactions {

        @Test
        void aCommitWritesTheRecordsAndTheOffsetTogether() throws Exception {
            String topic = kafka.topic("transactions-commit");
            try (TransactionalWriter writer = new TransactionalWriter(connection, "commit")) {
                assertThat(commit(writer, topic, 7, "one", "two"))
                        .isInstanceOf(TransactionalWriter.Outcome.Committed.class);
                assertThat(writer.written()).isEqualTo(Map.of(topic, 1L));
                assertThat(commit(writer, topic, 8, "three")).isInstanceOf(TransactionalWriter.Outcome.Committed.class);
                // The first transaction's marker took offset 2.
                assertThat(writer.written()).isEqualTo(Map.of(topic, 3L));
            }
            assertThat(values(topic)).containsExactly("one", "two", "three");
            assertThat(committed(topic)).isEqualTo(8);
        }

        @Test
        void aRefusedCommitIsInvisibleAndLeavesTheOffset() throws Exception {
            String topic = kafka.topic("transactions-abort");
            try (TransactionalWriter writer = new TransactionalWriter(connection, "abort")) {
                assertThat(commit(writer, topic, 7, "fine", "x".repeat(2_000_000)))
                        .isInstanceOf(TransactionalWriter.Outcome.NotCommitted.class);
                assertThat(writer.written()).isEmpty();
            }
            assertThat(values(topic)).isEmpty();
            assertThat(committed(topic)).isEqualTo(-1);
        }

        @Test
        void X48_aSecondWriterOfTheSameIdEndsTheFirst() throws Exception {
            String topic = kafka.topic("transactions-fenced");
            try (TransactionalWriter first = new TransactionalWriter(connection, "fenced")) {
                assertThat(commit(first, topic, 1, "first")).isInstanceOf(TransactionalWriter.Outcome.Committed.class);
                try (TransactionalWriter second = new TransactionalWriter(connection, "fenced")) {
                    assertThat(commit(first, topic, 2, "fenced"))
                            .isInstanceOf(TransactionalWriter.Outcome.NotCommitted.class);
                    assertThat(commit(second, topic, 2, "second"))
                            .isInstanceOf(TransactionalWriter.Outcome.Committed.class);
                }
            }
            assertThat(values(topic)).containsExactly("first", "second");
            assertThat(committed(topic)).isEqualTo(2);
        }

        @Test
        void X49_aGroupMemberThatHasBeenReplacedIsRefused() throws Exception {
            String topic = kafka.topic("transactions-stale");
            ConsumerGroupMetadata stale;
            try (KafkaConsumer<String, byte[]> member = new KafkaConsumer<>(connection.groupConfig(topic))) {
                member.subscribe(List.of(SOURCE.topic()));
                while (member.assignment().isEmpty()) {
                    member.poll(Duration.ofMillis(100));
                }
                stale = member.groupMetadata();
            }
            try (TransactionalWriter writer = new TransactionalWriter(connection, "stale")) {
                assertThat(writer.commit(List.of(outgoing(topic, "zombie")), SOURCE, 5, stale, () -> {}))
                        .isInstanceOfSatisfying(
                                TransactionalWriter.Outcome.NotCommitted.class,
                                refused -> assertThat(refused.why()).contains("CommitFailedException"));
            }
            assertThat(values(topic)).isEmpty();
        }

        @Test
        void openingOneEndsWhatADeadPredecessorLeftOpen() throws Exception {
            String topic = kafka.topic("transactions-dead");
            try (KafkaProducer<String, String> dead = new KafkaProducer<>(connection.transactionalConfig("dead"))) {
                dead.initTransactions();
                dead.beginTransaction();
                dead.send(new ProducerRecord<>(topic, 0, "key", "never committed"))
                        .get();
                assertThat(values(topic)).isEmpty();

                try (TransactionalWriter next = new TransactionalWriter(connection, "dead")) {
                    assertThat(commit(next, topic, 1, "successor"))
                            .isInstanceOf(TransactionalWriter.Outcome.Committed.class);
                }
                assertThat(values(topic)).containsExactly("successor");
                dead.close(Duration.ZERO);
            }
        }

        private static TransactionalWriter.Outcome commit(
                TransactionalWriter writer, String topic, long nextOffset, String... values) {
            List<OutgoingRecord> records = java.util.Arrays.stream(values)
                    .map(value -> outgoing(topic, value))
                    .toList();
            try (KafkaConsumer<String, byte[]> reader = new KafkaConsumer<>(connection.groupConfig(topic))) {
                return writer.commit(records, SOURCE, nextOffset, reader.groupMetadata(), () -> {});
            }
        }

        /** The group's offset; the group is named like the topic. */
        private static long committed(String group) throws Exception {
            try (Admin admin = kafka.admin()) {
                OffsetAndMetadata found = admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(SOURCE);
                return found == null ? -1 : found.offset();
            }
        }
    }

    @Nested
    class Following {

        private static final Instant NOON = Instant.parse("2026-04-09T12:00:00Z");

        private final BlockingQueue<String> read = new LinkedBlockingQueue<>();
        private final BlockingQueue<Long> positions = new LinkedBlockingQueue<>();

        private final TopicFollower.Listener listener = new TopicFollower.Listener() {
            @Override
            public void positioned(long lastSkippedOffset) {
                positions.add(lastSkippedOffset);
            }

            @Override
            public void read(ConsumerRecord<String, byte[]> found) {
                read.add(value(found));
                if (value(found).equals("poison")) {
                    throw new IllegalStateException("planted");
                }
            }
        };

        @Test
        void readsFromTheBeginningSaysWhenItHasCaughtUpAndFollows() throws Exception {
            String topic = kafka.topic("following-beginning");
            write(topic, 0, "one", "two");
            try (TopicFollower follower = TopicFollower.start(connection, topic, BEGINNING, listener)) {
                follower.caughtUp().get(20, TimeUnit.SECONDS);
                assertThat(positions.take()).isEqualTo(-1);
                assertThat(read).containsExactly("one", "two");

                write(topic, 0, "three");
                assertThat(List.of(next(), next(), next())).containsExactly("one", "two", "three");
            }
        }

        @ParameterizedTest
        @CsvSource(useHeadersInDisplayName = true, textBlock = """
                secondsAfterNoon, skipped, first
                -1,               -1,      noon
                0,                -1,      noon
                1,                0,       a minute later
                60,               0,       a minute later
                61,               1,
                """)
        void readsWhatWasWrittenAtOrAfterATime(long secondsAfterNoon, long skipped, String first) throws Exception {
            String topic = kafka.topic("following-since-" + secondsAfterNoon);
            write(topic, NOON.toEpochMilli(), "noon");
            write(topic, NOON.plusSeconds(60).toEpochMilli(), "a minute later");
            Start since = new Start.Since(NOON.plusSeconds(secondsAfterNoon));
            List<String> expected = values(topic).subList((int) skipped + 1, 2);

            assertThat(values(TopicFollower.readAll(connection, topic, since))).isEqualTo(expected);
            try (TopicFollower follower = TopicFollower.start(connection, topic, since, listener)) {
                follower.caughtUp().get(20, TimeUnit.SECONDS);
                assertThat(positions.take()).isEqualTo(skipped);
                assertThat(read.peek()).isEqualTo(first);

                write(topic, NOON.plusSeconds(90).toEpochMilli(), "later still");
                for (String each : expected) {
                    assertThat(next()).isEqualTo(each);
                }
                assertThat(next()).isEqualTo("later still");
            }
        }

        @Test
        void anEmptyTopicIsCaughtUpWithAtOnce() throws Exception {
            String topic = kafka.topic("following-empty");
            assertThat(values(topic)).isEmpty();
            try (TopicFollower follower = TopicFollower.start(connection, topic, BEGINNING, listener)) {
                follower.caughtUp().get(20, TimeUnit.SECONDS);
                assertThat(positions.take()).isEqualTo(-1);
                assertThat(read).isEmpty();
            }
        }

        @Test
        void abortedRecordsAreNotHandedOverAndMarkersDoNotKeepItFromCatchingUp() throws Exception {
            String topic = kafka.topic("following-aborted");
            try (KafkaProducer<String, String> producer =
                    new KafkaProducer<>(connection.transactionalConfig("following"))) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(topic, 0, "key", "committed"))
                        .get();
                producer.commitTransaction();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(topic, 0, "key", "aborted")).get();
                producer.abortTransaction();
            }
            try (TopicFollower follower = TopicFollower.start(connection, topic, BEGINNING, listener)) {
                follower.caughtUp().get(20, TimeUnit.SECONDS);
                assertThat(read).containsExactly("committed");
            }
            assertThat(values(topic)).containsExactly("committed");
        }

        @Test
        void X51_aRecordThatMakesItsReaderThrowDoesNotEndTheReading() throws Exception {
            String topic = kafka.topic("following-poison");
            write(topic, 0, "poison", "next");
            try (TopicFollower follower = TopicFollower.start(connection, topic, BEGINNING, listener)) {
                follower.caughtUp().get(20, TimeUnit.SECONDS);
                assertThat(read).containsExactly("poison", "next");
            }
        }

        @Test
        void whoWaitsToCatchUpCannotDeclareItDone() throws Exception {
            String topic = kafka.topic("following-copy");
            try (TopicFollower follower = TopicFollower.start(connection, topic, BEGINNING, listener)) {
                assertThat(follower.caughtUp().cancel(true)).isTrue();
                follower.caughtUp().get(20, TimeUnit.SECONDS);
            }
        }

        private String next() throws InterruptedException {
            return String.valueOf(read.poll(20, TimeUnit.SECONDS));
        }

        private static void write(String topic, long timestamp, String... values) throws Exception {
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(connection.patientProducerConfig())) {
                for (String value : values) {
                    Long stamp = timestamp == 0 ? null : Long.valueOf(timestamp);
                    producer.send(new ProducerRecord<>(topic, 0, stamp, "key", value))
                            .get();
                }
            }
        }
    }

    @Test
    void theConnectionsExtraSettingsReachEveryClient() {
        KafkaConnection secured = new KafkaConnection("127.0.0.1:1", "test", Map.of("security.protocol", "SSL"));

        assertThat(List.of(
                        secured.readerConfig("reader"),
                        secured.groupConfig("group"),
                        secured.patientProducerConfig(),
                        secured.transactionalConfig("id")))
                .allSatisfy(config -> assertThat(config).containsEntry("security.protocol", "SSL"));
    }

    @Test
    void aSettingNobodyCanChangeIsTheIsolationOfReaders() {
        KafkaConnection loose =
                new KafkaConnection("127.0.0.1:1", "test", Map.of("isolation.level", "read_uncommitted"));

        assertThat(loose.readerConfig("reader")).containsEntry("isolation.level", "read_committed");
    }
}
