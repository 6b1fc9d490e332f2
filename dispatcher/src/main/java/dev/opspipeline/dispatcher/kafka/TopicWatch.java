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
import dev.opspipeline.dispatcher.AccountDispatcher;
import dev.opspipeline.dispatcher.DispatcherInlets;
import dev.opspipeline.dispatcher.ExitManagerWatch;
import dev.opspipeline.dispatcher.LimitsInForce;
import dev.opspipeline.exit.ClosedTrade;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what the dispatcher only needs to know of: the exit manager's heartbeats and closed trades, what
 * operators say, and the limits it accepted itself.
 */
public final class TopicWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopicWatch.class);
    private static final String EXIT_MANAGER = "position-manager";

    private final Tier tier;
    private final KafkaConnection connection;
    private final DispatcherInlets inlets;
    private final AccountDispatcher dispatcher;
    private final ExitManagerWatch exitManager;
    private final LimitsInForce limits;
    private final Clock wallClock;
    private final List<TopicFollower> followers = new ArrayList<>();
    /** All that was on the topic before has been read. */
    private volatile boolean controlsAreNews;

    public TopicWatch(
            Tier tier,
            KafkaConnection connection,
            DispatcherInlets inlets,
            AccountDispatcher dispatcher,
            ExitManagerWatch exitManager,
            LimitsInForce limits,
            Clock wallClock) {
        this.tier = tier;
        this.connection = connection;
        this.inlets = inlets;
        this.dispatcher = dispatcher;
        this.exitManager = exitManager;
        this.limits = limits;
        this.wallClock = wallClock;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // posting cannot fail
    public void start() {
        follow(Topics.HEARTBEATS, Optional.empty(), found -> {
            Heartbeat heartbeat = MessageJson.read(found.value(), Heartbeat.class);
            Instant sentAt = Instant.ofEpochMilli(found.timestamp());
            if (heartbeat.service().equals(EXIT_MANAGER) && heartbeat.tier() == tier && heartbeat.acting()) {
                inlets.lifecycle().post(() -> exitManager.heard(sentAt));
            }
        });
        TopicFollower accepted = follow(Topics.limits(tier), Optional.empty(), found -> {
            AcceptedLimits before = MessageJson.read(found.value(), AcceptedLimits.class);
            inlets.lifecycle().post(() -> limits.restored(before.document(), before.version(), wallClock.instant()));
        });
        TopicFollower controls = follow(Topics.CONTROLS, Optional.of(inlets.controls()), this::control);
        follow(Topics.closedTrades(tier), Optional.of(inlets.closedTrades()), found -> {
            Optional<ClosedTrade> closed = closedTrade(found);
            inlets.closedTrades().post(found.offset(), () -> closed.ifPresent(dispatcher::closed));
        });
        controls.caughtUp().thenRun(() -> controlsAreNews = true);
        accepted.caughtUp().thenRun(() -> inlets.lifecycle().post(limits::historyIsKnown));
    }

    private void control(ConsumerRecord<String, byte[]> found) {
        List<Runnable> effects = new ArrayList<>();
        ControlReader.read(found, why -> {
                    if (controlsAreNews) {
                        effects.add(() -> dispatcher.controlRefused(why));
                    }
                })
                .ifPresent(said -> effects.add(() -> dispatcher.control(found.offset(), said)));
        inlets.controls().post(found.offset(), () -> effects.forEach(Runnable::run));
    }

    /** One that cannot be read counts as handled all the same, or a step would wait for it for ever. */
    private static Optional<ClosedTrade> closedTrade(ConsumerRecord<String, byte[]> found) {
        try {
            return Optional.of(MessageJson.read(found.value(), ClosedTrade.class));
        } catch (UnreadableMessageException e) {
            log.atError()
                    .addKeyValue("topic", found.topic())
                    .addKeyValue("offset", found.offset())
                    .setCause(e)
                    .log("Record cannot be read");
            return Optional.empty();
        }
    }

    private TopicFollower follow(String topic, Optional<Inlet> inlet, Consumer<ConsumerRecord<String, byte[]>> reader) {
        TopicFollower follower = TopicFollower.start(
                connection, topic, new TopicFollower.Start.Beginning(), new TopicFollower.Listener() {
                    @Override
                    public void positioned(long lastSkippedOffset) {
                        inlet.ifPresent(known -> known.attach(lastSkippedOffset));
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
                });
        followers.add(follower);
        return follower;
    }

    @Override
    public void close() {
        followers.forEach(TopicFollower::close);
    }
}
