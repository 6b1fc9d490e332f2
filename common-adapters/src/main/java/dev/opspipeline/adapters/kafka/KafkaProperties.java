package dev.opspipeline.adapters.kafka;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where Kafka is.
 *
 * @param bootstrapServers host:port, comma separated
 * @param securityProtocol see {@link KafkaSecurity}, as the three that follow
 * @param client further settings of every client
 */
@Validated
@ConfigurationProperties("kafka")
public record KafkaProperties(
        @NotBlank(message = "KAFKA_BOOTSTRAP_SERVERS must be set to host:port[,host:port]")
        String bootstrapServers,

        @NotNull @DefaultValue("") String securityProtocol,
        @NotNull @DefaultValue("") String saslMechanism,
        @NotNull @DefaultValue("") String saslUsername,
        @NotNull @DefaultValue("") String saslPassword,
        @NotNull @DefaultValue Map<String, String> client) {

    /** @throws IllegalArgumentException in one line, when the settings of security make no sense together */
    public KafkaConnection connection(String clientId) {
        Map<String, String> settings = new HashMap<>(client);
        new KafkaSecurity(securityProtocol, saslMechanism, saslUsername, saslPassword)
                .clientSettings()
                .forEach((name, value) -> {
                    if (settings.put(name, value) != null) {
                        throw new IllegalArgumentException(
                                "KAFKA_CLIENT_%s and KAFKA_SECURITY_PROTOCOL say the same thing: set one"
                                        .formatted(name.toUpperCase(Locale.ROOT).replace('.', '_')));
                    }
                });
        return new KafkaConnection(bootstrapServers, clientId, settings);
    }

    /** Without what may be a credential, so that it may be logged. */
    @Override
    public String toString() {
        return "KafkaProperties[bootstrapServers=%s, securityProtocol=%s, saslMechanism=%s]"
                .formatted(bootstrapServers, securityProtocol, saslMechanism);
    }
}
