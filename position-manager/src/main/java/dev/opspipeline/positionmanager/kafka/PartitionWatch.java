package dev.opspipeline.positionmanager.kafka;

import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.kafka.KafkaConnection;
import dev.opspipeline.adapters.kafka.TopicPublisher;
import dev.opspipeline.adapters.messages.Topics;
import dev.opspipeline.positionmanager.ActingRule;
import dev.opspipeline.positionmanager.PositionJournal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes part in the account's group of position managers, of which the one that gets the fills' partition acts, and says
 * whenever it is this one's turn or not.
 */
public final class PartitionWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PartitionWatch.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PROBE_PERIOD = Duration.ofSeconds(2);
    private static final Duration PROBE_PATIENCE = Duration.ofSeconds(1);

    private final KafkaConnection connection;
    private final String group;
    private final TopicPartition partition;
    private final FillsIntake intake;
    private final ActingRule rule;
    private final Clock wallClock;
    private final Consumer<Boolean> acting;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private boolean acts = true;
    private Instant nextProbe = Instant.MIN;

    /** @param acting is told of each change, on this watch's thread; it starts out acting */
    public PartitionWatch(
            KafkaConnection connection,
            Tier tier,
            TopicPublisher publisher,
            PositionJournal journal,
            Clock wallClock,
            Consumer<Boolean> acting) {
        this.connection = connection;
        this.group = "position-manager-" + tier.id();
        this.partition = new TopicPartition(Topics.fills(tier), 0);
        this.intake = new FillsIntake(tier, publisher, journal);
        this.rule = new ActingRule(wallClock.instant());
        this.wallClock = wallClock;
        this.acting = acting;
        this.thread = Thread.ofPlatform().name("partition-watch").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (closed.getCount() > 0) {
                watchOnce();
                boolean unused = closed.await(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watchOnce() {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(connection.groupConfig(group))) {
            consumer.subscribe(List.of(partition.topic()), new Membership());
            while (closed.getCount() > 0) {
                consumer.poll(POLL).forEach(intake::take);
                if (!consumer.assignment().isEmpty()) {
                    consumer.commitAsync();
                }
                probe(consumer);
                tell();
            }
        } catch (WakeupException e) {
            log.atDebug().log("Partition watch stopped");
        } catch (KafkaException e) {
            log.atWarn().setCause(e).log("Partition watch starts over");
            rule.revoked();
            tell();
        }
    }

    /** A group can't tell that it has been cut off; a question that must be answered can. */
    private void probe(KafkaConsumer<String, byte[]> consumer) {
        Instant now = wallClock.instant();
        if (now.isBefore(nextProbe)) {
            return;
        }
        nextProbe = now.plus(PROBE_PERIOD);
        try {
            var unused = consumer.endOffsets(List.of(partition), PROBE_PATIENCE);
            rule.heard(wallClock.instant());
        } catch (TimeoutException e) {
            log.atDebug().setCause(e).log("Kafka does not answer");
        }
    }

    private void tell() {
        boolean now = rule.acts(wallClock.instant());
        if (now != acts) {
            acts = now;
            acting.accept(now);
        }
    }

    private final class Membership implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            rule.assigned(partitions.contains(partition));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            rule.revoked();
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            rule.revoked();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(PROBE_PATIENCE.multipliedBy(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
