package dev.opspipeline.positionmanager.kafka;

import dev.opspipeline.account.EntryFill;
import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.kafka.KafkaConnection;
import dev.opspipeline.adapters.kafka.TopicFollower;
import dev.opspipeline.adapters.messages.MessageJson;
import dev.opspipeline.adapters.messages.Topics;
import dev.opspipeline.adapters.messages.UnreadableMessageException;
import dev.opspipeline.exit.ExitPlan;
import dev.opspipeline.exit.PositionRecord;
import dev.opspipeline.positionmanager.PositionMemory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what has been told of one account: its positions with their frozen plans, and its entries' fills. Reads in its own
 * threads for as long as Kafka lets it; nobody waits for it longer than they like.
 */
public final class TopicMemory implements PositionMemory, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopicMemory.class);

    private final KafkaConnection connection;
    private final Tier tier;
    private final Consumer<EntryFill> filled;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, PositionRecord> last = new LinkedHashMap<>();
    private final Map<String, ExitPlan> frozen = new LinkedHashMap<>();
    private final Map<String, EntryFill> fills = new LinkedHashMap<>();
    private final CompletableFuture<Void> complete = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable TopicFollower positionsFollower;
    private @Nullable TopicFollower fillsFollower;

    /** @param filled is told of each execution, on the follower's thread */
    public TopicMemory(KafkaConnection connection, Tier tier, Consumer<EntryFill> filled) {
        this.connection = connection;
        this.tier = tier;
        this.filled = filled;
    }

    /** @param remembered runs once everything told so far has been read, on a thread of its own */
    public void start(Runnable remembered) {
        Thread.ofVirtual().name("topic-memory").start(() -> follow(remembered));
    }

    private void follow(Runnable remembered) {
        try {
            TopicFollower positions = started(Topics.positions(tier), this::position);
            TopicFollower entries = started(Topics.fills(tier), this::fill);
            lock.lock();
            try {
                positionsFollower = positions;
                fillsFollower = entries;
            } finally {
                lock.unlock();
            }
            CompletableFuture.allOf(positions.caughtUp(), entries.caughtUp())
                    .thenRun(remembered)
                    .thenRun(() -> complete.complete(null))
                    .join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tries until Kafka's name can be resolved: until then not even a client can be made. */
    private TopicFollower started(String topic, Consumer<ConsumerRecord<String, byte[]>> reader)
            throws InterruptedException {
        while (true) {
            try {
                return TopicFollower.start(
                        connection, topic, new TopicFollower.Start.Beginning(), new TopicFollower.Listener() {
                            @Override
                            public void positioned(long lastSkippedOffset) {
                                // From the beginning: nothing is skipped.
                            }

                            @Override
                            public void read(ConsumerRecord<String, byte[]> record) {
                                reader.accept(record);
                            }
                        });
            } catch (KafkaException e) {
                log.atWarn().addKeyValue("topic", topic).setCause(e).log("Following waits for Kafka's address");
            }
            if (closed.await(1, TimeUnit.SECONDS)) {
                throw new InterruptedException("closed");
            }
        }
    }

    /** Waits (wall time) until all that was told has been read; false when it takes longer. */
    public boolean awaitComplete(Duration patience) throws InterruptedException {
        try {
            complete.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (java.util.concurrent.TimeoutException e) {
            return false;
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("reading positions failed", e.getCause());
        }
    }

    private void position(ConsumerRecord<String, byte[]> found) {
        try {
            PositionRecord position = MessageJson.read(found.value(), PositionRecord.class);
            lock.lock();
            try {
                last.put(position.contract().symbol(), position);
                ExitPlan plan = position.plan();
                if (plan != null && plan.origin() == ExitPlan.Origin.FROZEN_AT_ENTRY) {
                    frozen.put(key(position), plan);
                }
            } finally {
                lock.unlock();
            }
        } catch (UnreadableMessageException e) {
            unreadable(found, e);
        }
    }

    private void fill(ConsumerRecord<String, byte[]> found) {
        try {
            EntryFill fill = MessageJson.read(found.value(), EntryFill.class);
            if (!FillsIntake.isOf(tier, fill)) {
                return;
            }
            lock.lock();
            try {
                fills.put(fill.executionId(), fill);
            } finally {
                lock.unlock();
            }
            filled.accept(fill);
        } catch (UnreadableMessageException e) {
            unreadable(found, e);
        }
    }

    private static void unreadable(ConsumerRecord<String, byte[]> found, UnreadableMessageException e) {
        log.atError()
                .addKeyValue("topic", found.topic())
                .addKeyValue("offset", found.offset())
                .setCause(e)
                .log("Record cannot be read");
    }

    private static String key(PositionRecord position) {
        return position.contract().symbol() + " " + position.entryReference();
    }

    @Override
    public List<PositionRecord> positions() {
        lock.lock();
        try {
            return last.values().stream()
                    .filter(position -> position.state() != PositionRecord.State.CLOSED)
                    .map(position -> withPlan(position, frozen.get(key(position))))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Told again with a rebuilt plan meanwhile: the frozen one still holds. */
    private static PositionRecord withPlan(PositionRecord position, @Nullable ExitPlan plan) {
        return plan == null || plan.equals(position.plan())
                ? position
                : new PositionRecord(
                        position.contract(),
                        position.entryReference(),
                        position.quantity(),
                        position.averagePrice(),
                        position.state(),
                        position.reason(),
                        position.trigger(),
                        plan,
                        position.marks(),
                        position.closeOrderId(),
                        position.timeline(),
                        position.at());
    }

    @Override
    public List<EntryFill> fills() {
        lock.lock();
        try {
            return List.copyOf(fills.values());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        lock.lock();
        try {
            if (positionsFollower != null) {
                positionsFollower.close();
            }
            if (fillsFollower != null) {
                fillsFollower.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
