package dev.opspipeline.adapters.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Where Kafka is, and the settings all clients share.
 *
 * @param bootstrapServers host:port, comma separated
 * @param clientId names the client in Kafka's own logs and metrics
 * @param extra further client settings, such as those of security
 */
public record KafkaConnection(String bootstrapServers, String clientId, Map<String, String> extra) {

    /** A stalled call gives up after this long (wall time). */
    static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

    public KafkaConnection {
        extra = Map.copyOf(extra);
    }

    /** Without the further settings, which may hold a password. */
    @Override
    public String toString() {
        return "KafkaConnection[bootstrapServers=%s, clientId=%s]".formatted(bootstrapServers, clientId);
    }

    private Map<String, Object> common(String purpose) {
        Map<String, Object> config = new HashMap<>(extra);
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId + "-" + purpose);
        config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL_TIMEOUT.toMillis());
        config.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000);
        return config;
    }

    /** A reader of committed records that nobody else shares. */
    Map<String, Object> readerConfig(String purpose) {
        Map<String, Object> config = common(purpose);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return config;
    }

    /**
     * A member of a group of which one instance gets all records and the others stand by. A dead one is replaced after its
     * session time-out; a group without offsets starts an hour back at most, so that no old trade is revived.
     */
    public Map<String, Object> groupConfig(String group) {
        Map<String, Object> config = readerConfig(group);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 8000);
        // How soon a stand-by learns that the active one has left.
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 500);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "by_duration:PT1H");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 50);
        return config;
    }

    private Map<String, Object> producerConfig(String purpose) {
        Map<String, Object> config = common(purpose);
        config.remove(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 1);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, CALL_TIMEOUT.toMillis());
        return config;
    }

    /** A producer that keeps trying, in order, for as long as Kafka is away. */
    Map<String, Object> patientProducerConfig() {
        Map<String, Object> config = producerConfig("publisher");
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        return config;
    }

    /** A producer whose transactions are over, one way or the other, within ten seconds. */
    Map<String, Object> transactionalConfig(String transactionalId) {
        Map<String, Object> config = producerConfig("transactions");
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) CALL_TIMEOUT.toMillis());
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) CALL_TIMEOUT.toMillis() - 1);
        return config;
    }
}
