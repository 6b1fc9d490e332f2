package dev.opspipeline.dispatcher.kafka;

import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.kafka.KafkaConnection;
import dev.opspipeline.adapters.kafka.TopicFollower;
import dev.opspipeline.adapters.messages.AcceptedLimits;
import dev.opspipeline.adapters.messages.Heartbeat;
import dev.opspipeline.adapters.messages.MessageJson;
import dev.opspipeline.adapters.messages.Topics;
import dev.opspipeline.adapters.messages.UnreadableMessageException;
import dev.opspipeline.adapters.runtime.Inlet;
import dev.opspipeline.dispatcher.ExitManagerWatch;
import dev.opspipeline.dispatcher.LimitsInForce;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows what the dispatcher only needs to know of: the exit manager's heartbeats, and the limits it accepted itself. */
public final class TopicWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopicWatch.class);
    private static final String EXIT_MANAGER = "position-manager";

    private final Tier tier;
    private final KafkaConnection connection;
    private final Inlet inlet;
    private final ExitManagerWatch exitManager;
    private final LimitsInForce limits;
    private final Clock wallClock;
    private final List<TopicFollower> followers = new ArrayList<>();

    /** @param inlet where what was read goes in to the account's thread; served also while the market stands still */
    public TopicWatch(
            Tier tier,
            KafkaConnection connection,
            Inlet inlet,
            ExitManagerWatch exitManager,
            LimitsInForce limits,
            Clock wallClock) {
        this.tier = tier;
        this.connection = connection;
        this.inlet = inlet;
        this.exitManager = exitManager;
        this.limits = limits;
        this.wallClock = wallClock;
    }

    public void start() {
        follow(Topics.HEARTBEATS, found -> {
            Heartbeat heartbeat = MessageJson.read(found.value(), Heartbeat.class);
            Instant sentAt = Instant.ofEpochMilli(found.timestamp());
            if (heartbeat.service().equals(EXIT_MANAGER) && heartbeat.tier() == tier && heartbeat.acting()) {
                inlet.post(() -> exitManager.heard(sentAt));
            }
        });
        follow(Topics.limits(tier), found -> {
            AcceptedLimits accepted = MessageJson.read(found.value(), AcceptedLimits.class);
            inlet.post(() -> limits.restored(accepted.document(), accepted.version(), wallClock.instant()));
        });
    }

    private void follow(String topic, java.util.function.Consumer<ConsumerRecord<String, byte[]>> reader) {
        followers.add(TopicFollower.start(
                connection, topic, new TopicFollower.Start.Beginning(), new TopicFollower.Listener() {
                    @Override
                    public void positioned(long lastSkippedOffset) {
                        // nobody waits for these topics
                    }

                    @Override
                    public void read(ConsumerRecord<String, byte[]> found) {
                        try {
                            reader.accept(found);
                        } catch (UnreadableMessageException e) {
                            log.atError()
                                    .addKeyValue("topic", found.topic())
                                    .addKeyValue("offset", found.offset())
                                    .setCause(e)
                                    .log("Record cannot be read");
                        }
                    }
                }));
    }

    @Override
    public void close() {
        followers.forEach(TopicFollower::close);
    }
}
