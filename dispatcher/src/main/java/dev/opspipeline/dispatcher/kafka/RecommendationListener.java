package dev.opspipeline.dispatcher.kafka;

import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.kafka.KafkaConnection;
import dev.opspipeline.adapters.kafka.OutgoingRecord;
import dev.opspipeline.adapters.kafka.TransactionalWriter;
import dev.opspipeline.adapters.messages.MessageJson;
import dev.opspipeline.adapters.messages.Topics;
import dev.opspipeline.adapters.messages.UnreadableMessageException;
import dev.opspipeline.adapters.runtime.Inlet;
import dev.opspipeline.dispatcher.AccountDispatcher;
import dev.opspipeline.dispatcher.DecisionLog;
import dev.opspipeline.dispatcher.Journal;
import dev.opspipeline.dispatcher.OnRecord;
import dev.opspipeline.risk.DecisionRecord;
import dev.opspipeline.signal.Recommendation;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchAcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.support.Acknowledgment;

/**
 * Brings recommendations to the account's dispatcher, and its decisions on record together with their offset.
 *
 * <p>The transaction is ours and not the container's: its error paths would redeliver what is on record already. The writer
 * is opened when the partition is assigned, which ends a dead predecessor's transaction; a commit in the name of a stale
 * group member is refused by Kafka. Whatever goes wrong, the answer is one and the same: stop, and recover on the next
 * assignment.
 */
final class RecommendationListener
        implements BatchAcknowledgingConsumerAwareMessageListener<String, byte[]>, ConsumerAwareRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(RecommendationListener.class);
    /** A group that never read before begins this far back, lest an old trade be revived. */
    private static final Duration MOST_BACKLOG = Duration.ofHours(1);

    /** Decisions are read back a whole day: of the loss limits reached in it, and of orders that still rest. */
    private static final Duration HISTORY = Duration.ofDays(1);

    private final Tier tier;
    private final KafkaConnection connection;
    private final AccountDispatcher dispatcher;
    private final Inlet recommendations;
    private final Inlet lifecycle;
    private final Journal journal;
    private final Clock wallClock;
    private volatile @Nullable TransactionalWriter writer;

    /**
     * @param recommendations where recommendations go in to the account's thread
     * @param lifecycle where recoveries do; served also while the market stands still
     */
    RecommendationListener(
            Tier tier,
            KafkaConnection connection,
            AccountDispatcher dispatcher,
            Inlet recommendations,
            Inlet lifecycle,
            Journal journal,
            Clock wallClock) {
        this.tier = tier;
        this.connection = connection;
        this.dispatcher = dispatcher;
        this.recommendations = recommendations;
        this.lifecycle = lifecycle;
        this.journal = journal;
        this.wallClock = wallClock;
    }

    /** Decisions may or may not be on record: only a recovery tells. */
    static final class RecoveryNeededException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        RecoveryNeededException(String why) {
            super(why);
        }
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            writer = new TransactionalWriter(connection, "dispatcher-" + tier.id());
            OnRecord onRecord =
                    DecisionHistory.read(connection, tier, wallClock.instant().minus(HISTORY));
            lifecycle.call(-1, () -> {
                dispatcher.recover(onRecord);
                return partition;
            });
            recommendations.attach(position(consumer, partition) - 1);
            log.atInfo().addKeyValue("tier", tier).log("Active");
        }
    }

    /**
     * Where reading begins: where the group left off, or an hour back. Kafka's own reset to an age does not work on an empty
     * topic: it finds nothing, and looks again only after half a minute.
     */
    private long position(Consumer<?, ?> consumer, TopicPartition partition) {
        OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
        if (committed != null) {
            return committed.offset();
        }
        long end = consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
        long since = wallClock.instant().minus(MOST_BACKLOG).toEpochMilli();
        OffsetAndTimestamp found =
                consumer.offsetsForTimes(Map.of(partition, since)).get(partition);
        long position = found == null ? end : found.offset();
        consumer.seek(partition, position);
        return position;
    }

    @Override
    public void onPartitionsRevokedBeforeCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        standBy(partitions);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        standBy(partitions);
    }

    private void standBy(Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            recommendations.detach();
            lifecycle.post(dispatcher::standBy);
            close();
            log.atInfo().addKeyValue("tier", tier).log("Standing by");
        }
    }

    @Override
    public void onMessage(
            List<ConsumerRecord<String, byte[]>> batch,
            @Nullable Acknowledgment acknowledgment,
            @Nullable Consumer<?, ?> consumer) {
        ConsumerRecord<String, byte[]> last = batch.getLast();
        ConsumerGroupMetadata group = Objects.requireNonNull(consumer).groupMetadata();
        List<Recommendation> readable = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        Deque<DeadLetter> deadLetters = new ArrayDeque<>();
        for (ConsumerRecord<String, byte[]> found : batch) {
            try {
                readable.add(MessageJson.read(bytes(found), Recommendation.class));
                offsets.add(found.offset());
            } catch (UnreadableMessageException e) {
                deadLetters.add(new DeadLetter(found.offset(), deadLetter(found)));
                journal.audit(
                        "message.unreadable", "%s@%d: %s".formatted(found.topic(), found.offset(), e.getMessage()));
            }
        }
        DecisionLog decisionLog = (decisions, handled, written) -> {
            long next = handled < offsets.size() ? offsets.get(handled) : last.offset() + 1;
            List<OutgoingRecord> outgoing = new ArrayList<>();
            while (!deadLetters.isEmpty() && deadLetters.peek().offset() < next) {
                outgoing.add(deadLetters.remove().letter());
            }
            return commit(decisions, outgoing, last, next, group, written);
        };
        boolean onRecord = recommendations.call(last.offset(), () -> dispatcher.handle(readable, decisionLog));
        if (!onRecord) {
            throw new RecoveryNeededException(
                    "decisions up to offset %d may not be on record".formatted(last.offset()));
        }
    }

    private record DeadLetter(long offset, OutgoingRecord letter) {}

    private static OutgoingRecord deadLetter(ConsumerRecord<String, byte[]> found) {
        return new OutgoingRecord(
                Topics.deadLetters(found.topic()),
                found.key() == null ? "" : found.key(),
                new String(bytes(found), StandardCharsets.UTF_8));
    }

    /** A record without a value is as unreadable as an empty one. */
    private static byte[] bytes(ConsumerRecord<String, byte[]> found) {
        byte @Nullable [] value = found.value();
        return value == null ? new byte[0] : value;
    }

    private DecisionLog.Outcome commit(
            List<DecisionRecord> decisions,
            List<OutgoingRecord> deadLetters,
            ConsumerRecord<String, byte[]> last,
            long next,
            ConsumerGroupMetadata group,
            Runnable written) {
        List<OutgoingRecord> outgoing = new ArrayList<>(deadLetters);
        for (DecisionRecord decision : decisions) {
            outgoing.add(new OutgoingRecord(
                    Topics.decisions(tier), decision.recommendationId().value(), MessageJson.write(decision)));
        }
        TopicPartition source = new TopicPartition(last.topic(), last.partition());
        TransactionalWriter.Outcome outcome =
                Objects.requireNonNull(writer).commit(outgoing, source, next, group, written);
        return switch (outcome) {
            case TransactionalWriter.Outcome.Committed() -> DecisionLog.Outcome.COMMITTED;
            case TransactionalWriter.Outcome.NotCommitted(String why) -> {
                log.atWarn().addKeyValue("tier", tier).addKeyValue("why", why).log("Decisions not committed");
                yield DecisionLog.Outcome.NOT_COMMITTED;
            }
            case TransactionalWriter.Outcome.Unknown(String why) -> {
                log.atError().addKeyValue("tier", tier).addKeyValue("why", why).log("Decisions perhaps committed");
                yield DecisionLog.Outcome.UNKNOWN;
            }
        };
    }

    /** Per topic, the offset of the last record written in a transaction. */
    Map<String, Long> written() {
        TransactionalWriter current = writer;
        return current == null ? Map.of() : current.written();
    }

    void close() {
        TransactionalWriter current = writer;
        writer = null;
        if (current != null) {
            current.close();
        }
    }
}
