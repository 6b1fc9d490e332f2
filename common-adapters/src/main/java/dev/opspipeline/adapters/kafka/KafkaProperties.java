package dev.opspipeline.adapters.kafka;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where Kafka is.
 *
 * @param bootstrapServers host:port, comma separated
 * @param client further settings of every client, such as those of security
 */
@Validated
@ConfigurationProperties("kafka")
public record KafkaProperties(
        @NotBlank(message = "KAFKA_BOOTSTRAP_SERVERS must be set to host:port[,host:port]")
        String bootstrapServers,

        @NotNull @DefaultValue Map<String, String> client) {

    public KafkaConnection connection(String clientId) {
        return new KafkaConnection(bootstrapServers, clientId, client);
    }
}
