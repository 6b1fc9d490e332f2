package dev.opspipeline.dispatcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.adapters.kafka.OutgoingRecord;
import dev.opspipeline.adapters.kafka.TransactionalWriter;
import dev.opspipeline.adapters.messages.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The fence that holds even between writers that do not share a transactional id: the group they read as. */
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StaleMemberTest {

    private static final TopicPartition SOURCE = new TopicPartition(Topics.RECOMMENDATIONS, 0);

    private final Cluster cluster = Cluster.embedded();

    @Test
    void X49_aMemberThatWasReplacedCommitsNothing() {
        cluster.sweep();
        try (KafkaConsumer<String, byte[]> stale = member("stale");
                KafkaConsumer<String, byte[]> next = member("next");
                TransactionalWriter staleWriter = new TransactionalWriter(cluster.connection("stale"), "stale");
                TransactionalWriter nextWriter = new TransactionalWriter(cluster.connection("next"), "next")) {
            ConsumerGroupMetadata before = joined(stale);
            assertThat(staleWriter.commit(records("one"), SOURCE, 1, before, () -> {}))
                    .isInstanceOf(TransactionalWriter.Outcome.Committed.class);
            cluster.evictMembers();
            ConsumerGroupMetadata after = joined(next);

            assertThat(staleWriter.commit(records("two"), SOURCE, 2, before, () -> {}))
                    .isInstanceOf(TransactionalWriter.Outcome.NotCommitted.class);
            assertThat(nextWriter.commit(records("three"), SOURCE, 2, after, () -> {}))
                    .isInstanceOf(TransactionalWriter.Outcome.Committed.class);
        }

        Await.until("what was committed", () -> cluster.deadLetters().size() >= 2);
        assertThat(cluster.deadLetters().stream().map(found -> new String(found, UTF_8)))
                .containsExactly("one", "three");
    }

    @Test
    void X49_aWriterWhoseIdWasTakenCommitsNothing() {
        cluster.sweep();
        try (KafkaConsumer<String, byte[]> reader = member("reader");
                TransactionalWriter first = new TransactionalWriter(cluster.connection("first"), "shared");
                TransactionalWriter second = new TransactionalWriter(cluster.connection("second"), "shared")) {
            ConsumerGroupMetadata group = joined(reader);

            assertThat(first.commit(records("one"), SOURCE, 1, group, () -> {}))
                    .isInstanceOf(TransactionalWriter.Outcome.NotCommitted.class);
            assertThat(second.commit(records("two"), SOURCE, 1, group, () -> {}))
                    .isInstanceOf(TransactionalWriter.Outcome.Committed.class);
        }
    }

    private static List<OutgoingRecord> records(String value) {
        return List.of(new OutgoingRecord(Topics.deadLetters(Topics.RECOMMENDATIONS), "key", value));
    }

    private KafkaConsumer<String, byte[]> member(String name) {
        return new KafkaConsumer<>(cluster.connection(name).groupConfig(Cluster.GROUP));
    }

    private static ConsumerGroupMetadata joined(KafkaConsumer<String, byte[]> member) {
        member.subscribe(List.of(Topics.RECOMMENDATIONS));
        Await.until("a member with the partition", () -> {
            member.poll(Duration.ofMillis(50));
            return member.assignment().contains(SOURCE);
        });
        return member.groupMetadata();
    }
}
