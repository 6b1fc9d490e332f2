package dev.opspipeline.dispatcher.kafka;

import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.kafka.KafkaConnection;
import dev.opspipeline.adapters.kafka.TopicFollower;
import dev.opspipeline.adapters.messages.AuditEvent;
import dev.opspipeline.adapters.messages.MessageJson;
import dev.opspipeline.adapters.messages.Topics;
import dev.opspipeline.adapters.messages.UnreadableMessageException;
import dev.opspipeline.dispatcher.AuditedSession;
import dev.opspipeline.dispatcher.OnRecord;
import dev.opspipeline.exit.ClosedTrade;
import dev.opspipeline.risk.DecisionRecord;
import dev.opspipeline.risk.OrderRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what the topics say of an account: its own decisions and orders, closed trades, controls, and the session's limits. */
final class DecisionHistory {

    private static final Logger log = LoggerFactory.getLogger(DecisionHistory.class);

    private DecisionHistory() {}

    /** Throws {@link org.apache.kafka.common.KafkaException} when Kafka does not answer. */
    static OnRecord read(KafkaConnection connection, Tier tier, Instant sinceWallTime) {
        TopicFollower.Start since = new TopicFollower.Start.Since(sinceWallTime);
        var found = TopicFollower.readAll(
                connection,
                Map.of(
                        Topics.decisions(tier),
                        since,
                        Topics.orders(tier),
                        since,
                        Topics.closedTrades(tier),
                        since,
                        Topics.AUDIT,
                        since,
                        Topics.CONTROLS,
                        new TopicFollower.Start.Beginning()));
        List<AuditEvent> audits = messages(found.getOrDefault(Topics.AUDIT, List.of()), AuditEvent.class)
                .filter(event -> event.tier() == tier)
                .toList();
        return new OnRecord(
                messages(found.getOrDefault(Topics.decisions(tier), List.of()), DecisionRecord.class)
                        .toList(),
                messages(found.getOrDefault(Topics.orders(tier), List.of()), OrderRecord.class)
                        .filter(step -> step.state().isTerminal())
                        .map(OrderRecord::clientOrderId)
                        .collect(Collectors.toSet()),
                found.getOrDefault(Topics.CONTROLS, List.of()).stream()
                        .flatMap(said -> ControlReader.read(said).stream()
                                .map(control -> new OnRecord.SaidControl(said.offset(), control)))
                        .toList(),
                messages(found.getOrDefault(Topics.closedTrades(tier), List.of()), ClosedTrade.class)
                        .toList(),
                AuditedSession.reached(audits),
                AuditedSession.bests(audits));
    }

    private static <T> Stream<T> messages(List<ConsumerRecord<String, byte[]>> records, Class<T> type) {
        return records.stream().flatMap(found -> message(found, type).stream());
    }

    private static <T> Optional<T> message(ConsumerRecord<String, byte[]> found, Class<T> type) {
        try {
            return Optional.of(MessageJson.read(found.value(), type));
        } catch (UnreadableMessageException e) {
            log.atError()
                    .addKeyValue("topic", found.topic())
                    .addKeyValue("offset", found.offset())
                    .setCause(e)
                    .log("Record cannot be read");
            return Optional.empty();
        }
    }
}
