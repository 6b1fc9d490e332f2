package dev.opspipeline.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Which position managers were heard, and when: only the one that closes positions sends signs of life. */
final class SignsOfLife {

    private static final String TOPIC = "heartbeats";

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition heard = lock.newCondition();
    /** Wall time of the last one, by instance. */
    private final Map<String, Instant> last = new HashMap<>();

    /** One record of any topic. */
    void topic(ConsumerRecord<String, String> found) {
        if (found.topic().equals(TOPIC) && found.value() != null) {
            lock.lock();
            try {
                last.put(instance(found.value()), Instant.ofEpochMilli(found.timestamp()));
                heard.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private static String instance(String heartbeat) {
        try {
            return JsonMapper.shared().readTree(heartbeat).path("instance").asString("");
        } catch (JacksonException e) {
            // The auditor finds fault with it.
            return "";
        }
    }

    /** Waits (wall time) until one of the instances was heard after {@code since}; false when none was by then. */
    boolean await(Collection<String> instances, Instant since, Duration timeout) throws InterruptedException {
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (instances.stream()
                    .noneMatch(
                            instance -> last.getOrDefault(instance, Instant.MIN).isAfter(since))) {
                if (left <= 0) {
                    return false;
                }
                left = heard.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
