package dev.opspipeline.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class KafkaPropertiesTest {

    @Test
    void securityComesFromTheEnvironmentAndReachesEveryClient() {
        KafkaConnection connection = bound(Map.of(
                        "KAFKA_BOOTSTRAPSERVERS", "b-1.kafka:9096",
                        "KAFKA_CLIENT_SECURITY_PROTOCOL", "SASL_SSL",
                        "KAFKA_CLIENT_SASL_MECHANISM", "SCRAM-SHA-512",
                        "KAFKA_CLIENT_SASL_JAAS_CONFIG", "module required;"))
                .connection("dispatcher-tiny-1");

        for (Map<String, Object> config : List.of(
                connection.groupConfig("dispatcher-tiny"),
                connection.patientProducerConfig(),
                connection.transactionalConfig("dispatcher-tiny"))) {
            assertThat(config)
                    .containsEntry("security.protocol", "SASL_SSL")
                    .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                    .containsEntry("sasl.jaas.config", "module required;");
        }
    }

    @Test
    void aLoginByIamNeedsOnlyTheSettingsOfTheEnvironment() {
        KafkaConnection connection = bound(Map.of(
                        "KAFKA_BOOTSTRAPSERVERS", "b-1.kafka:9098",
                        "KAFKA_SECURITYPROTOCOL", "SASL_SSL",
                        "KAFKA_SASLMECHANISM", "AWS_MSK_IAM"))
                .connection("dispatcher-tiny-1");

        for (Map<String, Object> config : List.of(
                connection.groupConfig("dispatcher-tiny"),
                connection.patientProducerConfig(),
                connection.transactionalConfig("dispatcher-tiny"))) {
            assertThat(config)
                    .containsEntry("security.protocol", "SASL_SSL")
                    .containsEntry("sasl.mechanism", "AWS_MSK_IAM")
                    .containsKeys("sasl.jaas.config", "sasl.client.callback.handler.class");
        }
    }

    @Test
    void withoutAnyKafkaIsTalkedToInPlainText() {
        assertThat(bound(Map.of("KAFKA_BOOTSTRAPSERVERS", "kafka:9092"))
                        .connection("test")
                        .extra())
                .isEmpty();
    }

    private static KafkaProperties bound(Map<String, Object> environment) {
        MutablePropertySources sources = new MutablePropertySources();
        sources.addLast(new SystemEnvironmentPropertySource("systemEnvironment", environment));
        return new Binder(ConfigurationPropertySources.from(sources))
                .bind("kafka", KafkaProperties.class)
                .get();
    }
}
