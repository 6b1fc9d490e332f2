package dev.opspipeline.adapters.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes in order and never makes the caller wait: while Kafka is away records are kept in memory, and go out in the same
 * order once it is back. They are lost with the process: whatever matters can be rebuilt from the broker.
 */
public final class TopicPublisher implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopicPublisher.class);

    private static final Duration LAST_WAIT = Duration.ofSeconds(2);

    private final KafkaConnection connection;
    private final Thread sender;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<OutgoingRecord> waiting = new ArrayDeque<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, Long> written = new HashMap<>();
    private int unfinished;

    public TopicPublisher(KafkaConnection connection) {
        this.connection = connection;
        sender = Thread.ofPlatform().name("topic-publisher").daemon().unstarted(this::send);
        sender.start();
    }

    /** Queues a record. */
    public void publish(OutgoingRecord outgoing) {
        lock.lock();
        try {
            waiting.add(outgoing);
            unfinished++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Records accepted here and not yet confirmed by Kafka. */
    public int unfinished() {
        lock.lock();
        try {
            return unfinished;
        } finally {
            lock.unlock();
        }
    }

    /** Waits (wall time) until everything published so far is in Kafka; false when it is not by then. */
    public boolean flush(Duration timeout) {
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (unfinished > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return unfinished == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Per topic, the offset of the last record written from here. */
    public Map<String, Long> written() {
        lock.lock();
        try {
            return Map.copyOf(written);
        } finally {
            lock.unlock();
        }
    }

    private void send() {
        Producer<String, String> producer = null;
        try {
            producer = open();
            OutgoingRecord next = producer == null ? null : take();
            while (producer != null && next != null) {
                sendUntilAccepted(producer, next);
                next = take();
            }
        } catch (InterruptedException e) {
            log.atDebug().log("Publisher interrupted");
        } finally {
            if (producer != null) {
                // An interrupted thread may not wait, and what is on its way deserves its two seconds.
                boolean interrupted = Thread.interrupted();
                producer.close(LAST_WAIT);
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /**
     * Makes the producer here and not in the constructor: it throws while Kafka's name cannot be resolved, and who publishes
     * must be able to start without Kafka. Null when closed before it came about.
     */
    private @Nullable Producer<String, String> open() throws InterruptedException {
        while (true) {
            try {
                return new KafkaProducer<>(connection.patientProducerConfig());
            } catch (KafkaException e) {
                log.atWarn().setCause(e).log("Publishing waits for Kafka's address");
                if (closing.await(1, TimeUnit.SECONDS)) {
                    return null;
                }
            }
        }
    }

    private @Nullable OutgoingRecord take() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && closing.getCount() > 0) {
                changed.await();
            }
            return waiting.poll();
        } finally {
            lock.unlock();
        }
    }

    private void sendUntilAccepted(Producer<String, String> producer, OutgoingRecord next) throws InterruptedException {
        ProducerRecord<String, String> toSend = new ProducerRecord<>(next.topic(), 0, next.key(), next.value());
        while (true) {
            try {
                KafkaException refused = offer(producer, toSend);
                if (refused == null) {
                    return;
                }
                log.atWarn()
                        .addKeyValue("topic", next.topic())
                        .addKeyValue("why", refused.toString())
                        .log("Publishing waits for Kafka");
            } catch (org.apache.kafka.common.errors.InterruptException e) {
                finished();
                throw new InterruptedException("interrupted while publishing");
            } catch (KafkaException e) {
                log.atWarn().addKeyValue("topic", next.topic()).setCause(e).log("Publishing waits for Kafka");
            }
            if (closing.await(1, TimeUnit.SECONDS)) {
                finished();
                return;
            }
        }
    }

    /**
     * Hands a record to the producer. One that the producer does not even take in, because it does not know the topic's
     * whereabouts or has no memory left, it reports like one that failed; but that one is still ours to send.
     *
     * @return why it was not taken in; null when it was
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback reports
    private @Nullable KafkaException offer(Producer<String, String> producer, ProducerRecord<String, String> toSend) {
        AtomicReference<@Nullable KafkaException> refused = new AtomicReference<>();
        producer.send(toSend, (metadata, failure) -> {
            if (failure instanceof RetriableException notYet
                    && Thread.currentThread().equals(sender)) {
                refused.set(notYet);
            } else {
                sent(metadata, failure);
            }
        });
        return refused.get();
    }

    private void sent(RecordMetadata metadata, @Nullable Exception failure) {
        if (failure != null) {
            log.atError()
                    .addKeyValue("topic", metadata.topic())
                    .setCause(failure)
                    .log("Record not published");
        } else {
            lock.lock();
            try {
                written.put(metadata.topic(), metadata.offset());
            } finally {
                lock.unlock();
            }
        }
        finished();
    }

    private void finished() {
        lock.lock();
        try {
            unfinished--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Gives what waits a few seconds to get out, then lets go of it. */
    @Override
    public void close() {
        boolean published = flush(KafkaConnection.CALL_TIMEOUT);
        lock.lock();
        try {
            closing.countDown();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (!published) {
            log.atWarn().addKeyValue("records", unfinished()).log("Unpublished records dropped at stop");
            sender.interrupt();
        }
        try {
            if (!sender.join(LAST_WAIT.plusSeconds(1))) {
                sender.interrupt();
                sender.join(LAST_WAIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
