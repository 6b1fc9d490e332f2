package dev.opspipeline.dispatcher.kafka;

import dev.opspipeline.adapters.messages.MessageJson;
import dev.opspipeline.adapters.messages.UnreadableMessageException;
import dev.opspipeline.risk.Control;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what operators wrote: what cannot be read, or hides under another key, changes nothing and is said. */
final class ControlReader {

    private static final Logger log = LoggerFactory.getLogger(ControlReader.class);

    private ControlReader() {}

    static Optional<Control> read(ConsumerRecord<String, byte[]> found) {
        byte @Nullable [] value = found.value();
        if (value == null) {
            return Optional.empty();
        }
        try {
            Control control = MessageJson.read(value, Control.class);
            if (control.key().equals(found.key())) {
                return Optional.of(control);
            }
            refused(found, "key must be %s, was %s".formatted(control.key(), found.key()));
        } catch (UnreadableMessageException e) {
            refused(found, e.getMessage());
        }
        return Optional.empty();
    }

    private static void refused(ConsumerRecord<String, byte[]> found, @Nullable String why) {
        log.atError()
                .addKeyValue("topic", found.topic())
                .addKeyValue("offset", found.offset())
                .addKeyValue("why", why)
                .log("Control refused");
    }
}
