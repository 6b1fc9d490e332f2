package dev.opspipeline.sandbox.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads every committed record of every topic: what the day's record is made of, and what steps wait for. */
public final class TopicTap implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<String, String> consumer;
    private final Consumer<ConsumerRecord<String, String>> listener;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition read = lock.newCondition();
    private final Map<String, Long> last = new HashMap<>();
    private @Nullable RuntimeException failure;

    /** @param listener is told of each record, on the tap's thread, in order of arrival per topic */
    public TopicTap(
            String bootstrapServers, Collection<String> topics, Consumer<ConsumerRecord<String, String>> listener) {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", bootstrapServers);
        properties.setProperty("isolation.level", "read_committed");
        properties.setProperty("enable.auto.commit", "false");
        properties.setProperty("fetch.max.wait.ms", "100");
        consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
        List<TopicPartition> partitions =
                topics.stream().map(topic -> new TopicPartition(topic, 0)).toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        this.listener = listener;
        thread = Thread.ofPlatform().name("topic-tap").daemon().start(this::run);
    }

    private void run() {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<String, String> found : consumer.poll(POLL)) {
                    listener.accept(found);
                    arrived(found);
                }
            }
        } catch (WakeupException e) {
            // closed
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void failed(RuntimeException cause) {
        lock.lock();
        try {
            failure = cause;
            read.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void arrived(ConsumerRecord<String, String> found) {
        lock.lock();
        try {
            last.put(found.topic(), found.offset());
            read.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Per topic, the offset of the last record read; a topic without records is absent. */
    public Map<String, Long> last() {
        lock.lock();
        try {
            return Map.copyOf(last);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits (wall time) until the tap has read up to these offsets; false when it has not by then.
     *
     * @throws IllegalStateException when the tap has stopped reading, because its listener failed
     */
    public boolean await(Map<String, Long> offsets, Duration timeout) throws InterruptedException {
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (!hasReached(offsets)) {
                if (failure != null) {
                    throw new IllegalStateException("the tap on the topics has failed", failure);
                }
                if (left <= 0) {
                    return false;
                }
                left = read.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasReached(Map<String, Long> offsets) {
        return offsets.entrySet().stream()
                .allMatch(entry -> last.getOrDefault(entry.getKey(), -1L) >= entry.getValue());
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
