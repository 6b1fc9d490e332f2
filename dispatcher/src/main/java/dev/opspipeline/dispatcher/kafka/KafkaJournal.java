package dev.opspipeline.dispatcher.kafka;

import dev.opspipeline.account.EntryFill;
import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.kafka.OutgoingRecord;
import dev.opspipeline.adapters.kafka.TopicPublisher;
import dev.opspipeline.adapters.messages.AcceptedLimits;
import dev.opspipeline.adapters.messages.AuditEvent;
import dev.opspipeline.adapters.messages.MessageJson;
import dev.opspipeline.adapters.messages.Topics;
import dev.opspipeline.dispatcher.Journal;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.OrderRecord;
import dev.opspipeline.risk.TierLimits;
import java.time.InstantSource;

/** Tells the topics what this account's dispatcher did. */
public final class KafkaJournal implements Journal {

    private final Tier tier;
    private final TopicPublisher publisher;
    private final InstantSource clock;

    /** @param clock market time, stamped on what has no time of its own */
    public KafkaJournal(Tier tier, TopicPublisher publisher, InstantSource clock) {
        this.tier = tier;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Override
    public void order(OrderRecord step) {
        publish(Topics.orders(tier), step.recommendationId().value(), step);
    }

    @Override
    public void fill(EntryFill fill) {
        publish(Topics.fills(tier), fill.contract().symbol(), fill);
    }

    @Override
    public void limits(TierLimits limits, String document) {
        publish(Topics.limits(tier), tier.id(), new AcceptedLimits(tier, limits.version(), document, clock.instant()));
    }

    @Override
    public void control(Control control) {
        publish(Topics.CONTROLS, control.key(), control);
    }

    @Override
    public void audit(String event, String detail) {
        publish(Topics.AUDIT, tier.id(), new AuditEvent(tier, "dispatcher", event, detail, clock.instant()));
    }

    private void publish(String topic, String key, Object message) {
        publisher.publish(new OutgoingRecord(topic, key, MessageJson.write(message)));
    }
}
