package dev.opspipeline.positionmanager.kafka;

import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.kafka.KafkaConnection;
import dev.opspipeline.adapters.kafka.TopicFollower;
import dev.opspipeline.adapters.messages.MessageJson;
import dev.opspipeline.adapters.messages.Topics;
import dev.opspipeline.adapters.messages.UnreadableMessageException;
import dev.opspipeline.exit.PositionRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this account's exits last published of each position: where the frozen plans are. */
public final class RememberedPositions {

    private static final Logger log = LoggerFactory.getLogger(RememberedPositions.class);

    private RememberedPositions() {}

    /** The last record of each contract; nothing when Kafka does not answer within seconds, for exits don't wait for it. */
    public static List<PositionRecord> read(KafkaConnection connection, Tier tier) {
        Map<String, PositionRecord> last = new LinkedHashMap<>();
        try {
            for (ConsumerRecord<String, byte[]> found :
                    TopicFollower.readAll(connection, Topics.positions(tier), new TopicFollower.Start.Beginning())) {
                remember(found, last);
            }
        } catch (KafkaException e) {
            log.atError().addKeyValue("tier", tier).setCause(e).log("Plans out of reach, rebuilding from the broker");
            return List.of();
        }
        return List.copyOf(last.values());
    }

    private static void remember(ConsumerRecord<String, byte[]> found, Map<String, PositionRecord> last) {
        try {
            PositionRecord position = MessageJson.read(found.value(), PositionRecord.class);
            last.put(position.contract().symbol(), position);
        } catch (UnreadableMessageException e) {
            log.atError()
                    .addKeyValue("topic", found.topic())
                    .addKeyValue("offset", found.offset())
                    .setCause(e)
                    .log("Own record cannot be read");
        }
    }
}
