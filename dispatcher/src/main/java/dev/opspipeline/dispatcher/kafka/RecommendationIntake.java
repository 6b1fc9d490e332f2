package dev.opspipeline.dispatcher.kafka;

import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.kafka.KafkaConnection;
import dev.opspipeline.adapters.messages.Topics;
import dev.opspipeline.adapters.runtime.Inlet;
import dev.opspipeline.adapters.runtime.WallTimer;
import dev.opspipeline.dispatcher.AccountDispatcher;
import dev.opspipeline.dispatcher.Journal;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.CommonContainerStoppingErrorHandler;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/**
 * Keeps this instance in the tier's consumer group: one instance gets the recommendations, the others stand by. A container
 * that stopped on an error is started again within two seconds, and recovers.
 */
public final class RecommendationIntake implements AutoCloseable {

    private static final Duration RESTART = Duration.ofSeconds(1);

    private final RecommendationListener listener;
    private final KafkaMessageListenerContainer<String, byte[]> container;
    private boolean closed;
    private boolean pausing;

    public RecommendationIntake(
            Tier tier,
            KafkaConnection connection,
            AccountDispatcher dispatcher,
            Inlet recommendations,
            Inlet lifecycle,
            Journal journal,
            Clock wallClock) {
        listener = new RecommendationListener(
                tier, connection, dispatcher, recommendations, lifecycle, journal, wallClock);
        ContainerProperties properties = new ContainerProperties(Topics.RECOMMENDATIONS);
        properties.setMessageListener(listener);
        properties.setConsumerRebalanceListener(listener);
        // Offsets are committed in our transaction; nobody acknowledges.
        properties.setAckMode(ContainerProperties.AckMode.MANUAL_IMMEDIATE);
        container = new KafkaMessageListenerContainer<>(
                new DefaultKafkaConsumerFactory<>(connection.groupConfig("dispatcher-" + tier.id())), properties);
        container.setBeanName("recommendations");
        container.setCommonErrorHandler(new CommonContainerStoppingErrorHandler());
    }

    public void start(WallTimer timer) {
        container.start();
        timer.every(RESTART, this::restartAfterAPause);
    }

    /** Who stopped on an error stays away long enough for a stand-by to notice: what failed here may work there. */
    private synchronized void restartAfterAPause() {
        boolean stopped = !closed && !container.isRunning();
        if (stopped && pausing) {
            container.start();
        }
        pausing = stopped && !pausing;
    }

    /** Per topic, the offset of the last record written in a transaction. */
    public Map<String, Long> written() {
        return listener.written();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        container.stop();
        listener.close();
    }
}
