package dev.opspipeline.dispatcher.kafka;

import dev.opspipeline.adapters.messages.MessageJson;
import dev.opspipeline.adapters.messages.UnreadableMessageException;
import dev.opspipeline.risk.Control;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what operators wrote: what cannot be read, or hides under another key, changes nothing and is said. */
final class ControlReader {

    private static final Logger log = LoggerFactory.getLogger(ControlReader.class);

    /** A reason quotes the record, which may be of any length. */
    private static final int LONGEST_REASON = 500;

    private ControlReader() {}

    /** What was said before this instance began to listen: whoever listened then has told of what was refused. */
    static Optional<Control> read(ConsumerRecord<String, byte[]> found) {
        return read(found, why -> {});
    }

    /** @param refusal is told why, when it changes nothing */
    static Optional<Control> read(ConsumerRecord<String, byte[]> found, Consumer<String> refusal) {
        byte @Nullable [] value = found.value();
        if (value == null) {
            return Optional.empty();
        }
        try {
            Control control = MessageJson.read(value, Control.class);
            if (control.key().equals(found.key())) {
                return Optional.of(control);
            }
            refused(found, "key must be %s, was %s".formatted(control.key(), found.key()), refusal);
        } catch (UnreadableMessageException e) {
            refused(found, String.valueOf(e.getMessage()), refusal);
        }
        return Optional.empty();
    }

    private static void refused(ConsumerRecord<String, byte[]> found, String why, Consumer<String> refusal) {
        log.atError()
                .addKeyValue("topic", found.topic())
                .addKeyValue("offset", found.offset())
                .addKeyValue("why", why)
                .log("Control refused");
        refusal.accept("offset %d: %s"
                .formatted(found.offset(), why.substring(0, Math.min(why.length(), LONGEST_REASON))));
    }
}
