package dev.opspipeline.adapters.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one topic for this instance alone, from its beginning or from some time back, and then follows it. Keeps trying for as
 * long as Kafka is away.
 */
public final class TopicFollower implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<String, byte[]> consumer;
    private final TopicPartition partition;
    private final Start start;
    private final Listener listener;
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean closed;

    /** Where to begin. */
    public sealed interface Start {

        record Beginning() implements Start {}

        /** Records written at or after a wall time. */
        record Since(Instant wallTime) implements Start {}
    }

    /** Who is told what was read, on the follower's thread. */
    public interface Listener {

        /** Reading begins: nothing up to this offset will be handed over. */
        void positioned(long lastSkippedOffset);

        /** A record that makes this throw is logged, and the next one is served. */
        void read(ConsumerRecord<String, byte[]> record);
    }

    private TopicFollower(KafkaConnection connection, String topic, Start start, Listener listener) {
        consumer = new KafkaConsumer<>(connection.readerConfig("follower-" + topic));
        partition = new TopicPartition(topic, 0);
        this.start = start;
        this.listener = listener;
        thread = Thread.ofPlatform().name("follow-" + topic).daemon().unstarted(this::run);
    }

    public static TopicFollower start(KafkaConnection connection, String topic, Start start, Listener listener) {
        TopicFollower follower = new TopicFollower(connection, topic, start, listener);
        follower.thread.start();
        return follower;
    }

    /** Reads what a topic holds now, from {@code start} on; throws {@link KafkaException} when Kafka does not answer. */
    public static List<ConsumerRecord<String, byte[]>> readAll(KafkaConnection connection, String topic, Start start) {
        return readAll(connection, Map.of(topic, start)).getOrDefault(topic, List.of());
    }

    /** The same of several topics at once, each in its own order; one without records has an empty list. */
    public static Map<String, List<ConsumerRecord<String, byte[]>>> readAll(
            KafkaConnection connection, Map<String, Start> starts) {
        String client = "reader-" + String.join("-", new TreeSet<>(starts.keySet()));
        try (Consumer<String, byte[]> consumer = new KafkaConsumer<>(connection.readerConfig(client))) {
            List<TopicPartition> partitions = starts.keySet().stream()
                    .map(topic -> new TopicPartition(topic, 0))
                    .toList();
            consumer.assign(partitions);
            starts.forEach((topic, start) -> seek(consumer, new TopicPartition(topic, 0), start));
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<String, List<ConsumerRecord<String, byte[]>>> records = new HashMap<>();
            starts.keySet().forEach(topic -> records.put(topic, new ArrayList<>()));
            long left = left(consumer, ends);
            Duration silence = Duration.ZERO;
            while (left > 0) {
                consumer.poll(POLL)
                        .forEach(found -> records.computeIfAbsent(found.topic(), topic -> new ArrayList<>())
                                .add(found));
                long before = left;
                left = left(consumer, ends);
                // A poll without progress has lasted its full time.
                silence = left < before ? Duration.ZERO : silence.plus(POLL);
                if (silence.compareTo(KafkaConnection.CALL_TIMEOUT) >= 0) {
                    throw new TimeoutException("Kafka fell silent, %d records short of %s".formatted(left, ends));
                }
            }
            return records;
        }
    }

    private static long left(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
                .sum();
    }

    /** Completes once everything that was in the topic when reading began has been handed over. */
    public CompletableFuture<Void> caughtUp() {
        return caughtUp.copy();
    }

    private void run() {
        try (consumer) {
            long end = positionOnceKafkaAnswers();
            while (true) {
                // Before the poll: an empty topic would keep it waiting for its whole time.
                if (!caughtUp.isDone() && consumer.position(partition) >= end) {
                    caughtUp.complete(null);
                }
                consumer.poll(POLL).records(partition).forEach(this::handOver);
            }
        } catch (WakeupException e) {
            log.atDebug().addKeyValue("topic", partition.topic()).log("Follower stopped");
        }
    }

    private void handOver(ConsumerRecord<String, byte[]> found) {
        try {
            listener.read(found);
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("topic", found.topic())
                    .addKeyValue("offset", found.offset())
                    .setCause(e)
                    .log("Record failed");
        }
    }

    private long positionOnceKafkaAnswers() {
        while (true) {
            try {
                consumer.assign(List.of(partition));
                seek(consumer, partition, start);
                long end = end(consumer, partition);
                listener.positioned(consumer.position(partition) - 1);
                return end;
            } catch (TimeoutException e) {
                if (closed) {
                    throw new WakeupException();
                }
                log.atWarn()
                        .addKeyValue("topic", partition.topic())
                        .addKeyValue("cause", e.getMessage())
                        .log("Following waits for Kafka");
            }
        }
    }

    private static void seek(Consumer<String, byte[]> consumer, TopicPartition partition, Start start) {
        switch (start) {
            case Start.Beginning() -> consumer.seekToBeginning(List.of(partition));
            case Start.Since(Instant wallTime) -> {
                OffsetAndTimestamp found = consumer.offsetsForTimes(Map.of(partition, wallTime.toEpochMilli()))
                        .get(partition);
                if (found == null) {
                    consumer.seekToEnd(List.of(partition));
                } else {
                    consumer.seek(partition, found.offset());
                }
            }
        }
    }

    private static long end(Consumer<String, byte[]> consumer, TopicPartition partition) {
        return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(KafkaConnection.CALL_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
