package dev.opspipeline.positionmanager.kafka;

import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/** The same with the Kafka image that others run; skipped where there is no container engine. */
@Testcontainers(disabledWithoutDocker = true)
class PositionTopicsInContainersTest extends PositionTopicsTest {

    @Override
    Broker broker() {
        KafkaContainer container = new KafkaContainer("apache/kafka:4.2.1")
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
                .withEnv("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "1");
        container.start();
        return new Broker(container.getBootstrapServers(), container::stop);
    }
}
