package dev.opspipeline.signalengine.kafka;

import dev.opspipeline.adapters.kafka.OutgoingRecord;
import dev.opspipeline.adapters.kafka.TopicPublisher;
import dev.opspipeline.adapters.messages.AuditEvent;
import dev.opspipeline.adapters.messages.MessageJson;
import dev.opspipeline.adapters.messages.Topics;
import dev.opspipeline.adapters.runtime.TraceStep;
import dev.opspipeline.adapters.runtime.Traces;
import dev.opspipeline.signal.Hold;
import dev.opspipeline.signal.Recommendation;
import dev.opspipeline.signalengine.SignalJournal;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes recommendations and holds, keyed by ticker. */
public final class KafkaSignalJournal implements SignalJournal {

    private static final Logger log = LoggerFactory.getLogger(KafkaSignalJournal.class);
    private static final String SERVICE = "signal-engine";

    private final TopicPublisher publisher;
    private final InstantSource clock;
    private final Traces traces;

    /** @param clock market time */
    public KafkaSignalJournal(TopicPublisher publisher, InstantSource clock, Traces traces) {
        this.publisher = publisher;
        this.clock = clock;
        this.traces = traces;
    }

    @Override
    public void recommended(Recommendation recommendation) {
        publish(Topics.RECOMMENDATIONS, recommendation.ticker().symbol(), recommendation);
        traces.tell(TraceStep.recommended(recommendation, clock.instant()));
    }

    @Override
    public void held(Hold hold) {
        publish(Topics.HOLDS, hold.ticker().symbol(), hold);
    }

    @Override
    public void noted(String event, String detail, Instant at) {
        log.atInfo().addKeyValue("detail", detail).log(event);
        audit(event, detail, at);
    }

    @Override
    public void alerted(String event, String detail, Instant at) {
        log.atWarn().addKeyValue("event", event).addKeyValue("detail", detail).log("Alert");
        audit(event, detail, at);
    }

    private void audit(String event, String detail, Instant at) {
        publish(Topics.AUDIT, SERVICE, new AuditEvent(null, SERVICE, event, detail, at));
    }

    private void publish(String topic, String key, Object message) {
        publisher.publish(new OutgoingRecord(topic, key, MessageJson.write(message)));
    }
}
