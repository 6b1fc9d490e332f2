package dev.opspipeline.signalengine.kafka;

import dev.opspipeline.adapters.kafka.OutgoingRecord;
import dev.opspipeline.adapters.kafka.TopicPublisher;
import dev.opspipeline.adapters.messages.MessageJson;
import dev.opspipeline.adapters.messages.Topics;
import dev.opspipeline.signal.Hold;
import dev.opspipeline.signal.Recommendation;
import dev.opspipeline.signalengine.SignalJournal;

/** Publishes recommendations and holds, keyed by ticker. */
public final class KafkaSignalJournal implements SignalJournal {

    private final TopicPublisher publisher;

    public KafkaSignalJournal(TopicPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public void recommended(Recommendation recommendation) {
        publish(Topics.RECOMMENDATIONS, recommendation.ticker().symbol(), recommendation);
    }

    @Override
    public void held(Hold hold) {
        publish(Topics.HOLDS, hold.ticker().symbol(), hold);
    }

    private void publish(String topic, String key, Object message) {
        publisher.publish(new OutgoingRecord(topic, key, MessageJson.write(message)));
    }
}
