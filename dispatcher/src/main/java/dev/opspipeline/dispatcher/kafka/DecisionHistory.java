package dev.opspipeline.dispatcher.kafka;

import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.kafka.KafkaConnection;
import dev.opspipeline.adapters.kafka.TopicFollower;
import dev.opspipeline.adapters.messages.MessageJson;
import dev.opspipeline.adapters.messages.Topics;
import dev.opspipeline.adapters.messages.UnreadableMessageException;
import dev.opspipeline.risk.DecisionRecord;
import dev.opspipeline.risk.OrderRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is on record of the last while: which recommendations were decided, and which entry orders came to an end.
 *
 * @param decisions oldest first
 * @param settled ids of the entry orders whose end is on record
 */
record DecisionHistory(List<DecisionRecord> decisions, Set<String> settled) {

    private static final Logger log = LoggerFactory.getLogger(DecisionHistory.class);

    /** Throws {@link org.apache.kafka.common.KafkaException} when Kafka does not answer. */
    static DecisionHistory read(KafkaConnection connection, Tier tier, Instant sinceWallTime) {
        TopicFollower.Start start = new TopicFollower.Start.Since(sinceWallTime);
        List<DecisionRecord> decisions = TopicFollower.readAll(connection, Topics.decisions(tier), start).stream()
                .flatMap(found -> message(found, DecisionRecord.class).stream())
                .toList();
        Set<String> settled = TopicFollower.readAll(connection, Topics.orders(tier), start).stream()
                .flatMap(found -> message(found, OrderRecord.class).stream())
                .filter(step -> step.state().isTerminal())
                .map(OrderRecord::clientOrderId)
                .collect(Collectors.toSet());
        return new DecisionHistory(decisions, settled);
    }

    private static <T> Optional<T> message(ConsumerRecord<String, byte[]> found, Class<T> type) {
        try {
            return Optional.of(MessageJson.read(found.value(), type));
        } catch (UnreadableMessageException e) {
            log.atError()
                    .addKeyValue("topic", found.topic())
                    .addKeyValue("offset", found.offset())
                    .setCause(e)
                    .log("Own record cannot be read");
            return Optional.empty();
        }
    }
}
