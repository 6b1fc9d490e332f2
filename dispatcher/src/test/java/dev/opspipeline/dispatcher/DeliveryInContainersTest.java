package dev.opspipeline.dispatcher;

import org.testcontainers.junit.jupiter.Testcontainers;

/** The same with the Kafka image that others run; skipped where there is no container engine. */
@Testcontainers(disabledWithoutDocker = true)
class DeliveryInContainersTest extends DeliveryTest {

    @Override
    Cluster cluster() {
        return Cluster.inContainer();
    }
}
