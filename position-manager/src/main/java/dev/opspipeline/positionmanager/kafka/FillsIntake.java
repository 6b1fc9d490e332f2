package dev.opspipeline.positionmanager.kafka;

import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.EntryFill;
import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.kafka.OutgoingRecord;
import dev.opspipeline.adapters.kafka.TopicPublisher;
import dev.opspipeline.adapters.messages.MessageJson;
import dev.opspipeline.adapters.messages.Topics;
import dev.opspipeline.adapters.messages.UnreadableMessageException;
import dev.opspipeline.positionmanager.PositionJournal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Sorts out fills that are none: one that cannot be read, or that belongs to another account, goes to the dead letters with an
 * alert. The facts of the good ones are {@link TopicMemory}'s, which counts each execution once, in whatever order they come.
 */
final class FillsIntake {

    private final Tier tier;
    private final TopicPublisher publisher;
    private final PositionJournal journal;

    FillsIntake(Tier tier, TopicPublisher publisher, PositionJournal journal) {
        this.tier = tier;
        this.publisher = publisher;
        this.journal = journal;
    }

    void take(ConsumerRecord<String, byte[]> found) {
        try {
            EntryFill fill = MessageJson.read(found.value(), EntryFill.class);
            if (!isOf(tier, fill)) {
                refuse(found, "fill of another account", fill.clientOrderId());
            }
        } catch (UnreadableMessageException e) {
            refuse(found, "fill cannot be read", String.valueOf(e.getMessage()));
        }
    }

    static boolean isOf(Tier tier, EntryFill fill) {
        return ClientOrderId.parse(fill.clientOrderId())
                .filter(id -> id.tier() == tier)
                .isPresent();
    }

    private void refuse(ConsumerRecord<String, byte[]> found, String what, String why) {
        publisher.publish(new OutgoingRecord(
                Topics.deadLetters(found.topic()),
                String.valueOf(found.key()),
                new String(found.value(), StandardCharsets.UTF_8)));
        journal.alert(what, Map.of("topic", found.topic(), "offset", Long.toString(found.offset()), "why", why));
    }
}
