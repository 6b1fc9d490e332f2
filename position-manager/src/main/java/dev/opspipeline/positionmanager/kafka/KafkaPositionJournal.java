package dev.opspipeline.positionmanager.kafka;

import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.kafka.OutgoingRecord;
import dev.opspipeline.adapters.kafka.TopicPublisher;
import dev.opspipeline.adapters.messages.AuditEvent;
import dev.opspipeline.adapters.messages.Heartbeat;
import dev.opspipeline.adapters.messages.MessageJson;
import dev.opspipeline.adapters.messages.Topics;
import dev.opspipeline.adapters.runtime.TraceStep;
import dev.opspipeline.adapters.runtime.Traces;
import dev.opspipeline.exit.ClosedTrade;
import dev.opspipeline.exit.PositionRecord;
import dev.opspipeline.positionmanager.PositionJournal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Tells the topics what this account's exits did. */
public final class KafkaPositionJournal implements PositionJournal {

    private static final String SERVICE = "position-manager";

    private final Tier tier;
    private final String accountNumber;
    private final String instance;
    private final TopicPublisher publisher;
    private final InstantSource clock;
    private final Traces traces;

    /** @param clock market time, stamped on what has no time of its own */
    public KafkaPositionJournal(
            Tier tier,
            String accountNumber,
            String instance,
            TopicPublisher publisher,
            InstantSource clock,
            Traces traces) {
        this.tier = tier;
        this.accountNumber = accountNumber;
        this.instance = instance;
        this.publisher = publisher;
        this.clock = clock;
        this.traces = traces;
    }

    @Override
    public void position(PositionRecord position) {
        publish(Topics.positions(tier), position.contract().symbol(), position);
    }

    @Override
    public void closed(ClosedTrade trade) {
        publish(Topics.closedTrades(tier), trade.contract().symbol(), trade);
        // What was not opened here has no recommendation. Told again, with its price corrected, it is the same step.
        if (!trade.entryReference().equals(ClosedTrade.EXTERNAL)) {
            traces.tell(TraceStep.closed(tier, trade));
        }
    }

    @Override
    public void alert(String text, Map<String, String> data) {
        publish(Topics.AUDIT, tier.id(), new AuditEvent(tier, SERVICE, text, data.toString(), clock.instant()));
    }

    @Override
    public void heartbeat(Instant marketTime, Instant lastBrokerRead, int held, int evaluated) {
        publish(
                Topics.HEARTBEATS,
                SERVICE + "." + tier.id(),
                new Heartbeat(
                        SERVICE, tier, instance, accountNumber, true, marketTime, lastBrokerRead, held, evaluated));
    }

    private void publish(String topic, String key, Object message) {
        publisher.publish(new OutgoingRecord(topic, key, MessageJson.write(message)));
    }
}
