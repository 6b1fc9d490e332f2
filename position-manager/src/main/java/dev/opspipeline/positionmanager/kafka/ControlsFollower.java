package dev.opspipeline.positionmanager.kafka;

import dev.opspipeline.adapters.kafka.KafkaConnection;
import dev.opspipeline.adapters.kafka.TopicFollower;
import dev.opspipeline.adapters.messages.MessageJson;
import dev.opspipeline.adapters.messages.Topics;
import dev.opspipeline.adapters.messages.UnreadableMessageException;
import dev.opspipeline.positionmanager.PositionJournal;
import dev.opspipeline.risk.Control;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the controls: first all of them to see which still stand, and then each as it comes. */
public final class ControlsFollower implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ControlsFollower.class);

    private final KafkaConnection connection;
    private final PositionJournal journal;
    private final Consumer<Control> controls;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Control> standing = new LinkedHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean caughtUp;
    private @Nullable TopicFollower follower;

    /** @param controls is told on the follower's thread */
    public ControlsFollower(KafkaConnection connection, PositionJournal journal, Consumer<Control> controls) {
        this.connection = connection;
        this.journal = journal;
        this.controls = controls;
    }

    public void start() {
        Thread.ofVirtual().name("controls").start(this::follow);
    }

    private void follow() {
        try {
            while (!started()) {
                if (closed.await(1, TimeUnit.SECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False while Kafka's name cannot be resolved: until then not even a client can be made. */
    private boolean started() {
        lock.lock();
        try {
            follower = TopicFollower.start(
                    connection, Topics.CONTROLS, new TopicFollower.Start.Beginning(), new TopicFollower.Listener() {
                        @Override
                        public void positioned(long lastSkippedOffset) {
                            // From the beginning: nothing is skipped.
                        }

                        @Override
                        public void read(ConsumerRecord<String, byte[]> record) {
                            taken(record);
                        }
                    });
            var unused = follower.caughtUp().thenRun(this::allRead);
            return true;
        } catch (KafkaException e) {
            log.atWarn().setCause(e).log("Controls wait for Kafka's address");
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void taken(ConsumerRecord<String, byte[]> found) {
        try {
            Control control = MessageJson.read(found.value(), Control.class);
            if (!control.key().equals(found.key())) {
                refused(found, "key must be " + control.key() + ", was " + found.key());
                return;
            }
            lock.lock();
            try {
                if (!caughtUp) {
                    standing.put(control.key(), control);
                    return;
                }
            } finally {
                lock.unlock();
            }
            controls.accept(control);
        } catch (UnreadableMessageException e) {
            refused(found, String.valueOf(e.getMessage()));
        }
    }

    private void refused(ConsumerRecord<String, byte[]> found, String why) {
        log.atError()
                .addKeyValue("offset", found.offset())
                .addKeyValue("why", why)
                .log("Control refused");
        journal.alert("control refused", Map.of("offset", Long.toString(found.offset()), "why", why));
    }

    private void allRead() {
        lock.lock();
        try {
            caughtUp = true;
            standing.values().forEach(controls);
            standing.clear();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        lock.lock();
        try {
            if (follower != null) {
                follower.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
