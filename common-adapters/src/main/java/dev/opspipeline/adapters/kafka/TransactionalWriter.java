package dev.opspipeline.adapters.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Writes records and moves the reader's offset in one transaction, as the group member that read them: a member that has been
 * replaced meanwhile is refused, so two instances never both succeed for one record.
 *
 * <p>Opening one ends whatever a dead predecessor of the same id left open.
 */
public final class TransactionalWriter implements AutoCloseable {

    private final Producer<String, String> producer;
    private final Map<String, Long> written = new HashMap<>();

    /** Throws {@link KafkaException} when Kafka cannot be reached. */
    public TransactionalWriter(KafkaConnection connection, String transactionalId) {
        producer = new KafkaProducer<>(connection.transactionalConfig(transactionalId));
        try {
            producer.initTransactions();
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /** How a commit ended. After anything but {@code Committed} this writer is of no more use. */
    public sealed interface Outcome {

        record Committed() implements Outcome {}

        /** Nothing was written, and the offset stands where it stood. */
        record NotCommitted(String why) implements Outcome {}

        /** It may or may not have been written: read the topic to find out. */
        record Unknown(String why) implements Outcome {}
    }

    /**
     * Writes all records and the offset, or nothing.
     *
     * @param nextOffset the offset after the last record handled
     * @param beforeCommit runs once everything is written and nothing is committed
     */
    public Outcome commit(
            List<OutgoingRecord> records,
            TopicPartition source,
            long nextOffset,
            ConsumerGroupMetadata group,
            Runnable beforeCommit) {
        Map<String, Long> offsets = new HashMap<>();
        try {
            producer.beginTransaction();
            var sent = records.stream()
                    .map(outgoing ->
                            producer.send(new ProducerRecord<>(outgoing.topic(), 0, outgoing.key(), outgoing.value())))
                    .toList();
            producer.sendOffsetsToTransaction(Map.of(source, new OffsetAndMetadata(nextOffset)), group);
            producer.flush();
            for (int i = 0; i < sent.size(); i++) {
                offsets.put(records.get(i).topic(), sent.get(i).resultNow().offset());
            }
        } catch (KafkaException | IllegalStateException e) {
            return abandon(e);
        }
        beforeCommit.run();
        try {
            producer.commitTransaction();
        } catch (TimeoutException
                | org.apache.kafka.common.errors.InterruptException
                | ProducerFencedException
                | InvalidProducerEpochException e) {
            // Fenced as well: the commit may have arrived, its answer been lost, and a successor come before the retry.
            return new Outcome.Unknown(e.toString());
        } catch (KafkaException e) {
            return abandon(e);
        }
        written.putAll(offsets);
        return new Outcome.Committed();
    }

    private Outcome abandon(RuntimeException cause) {
        try {
            producer.abortTransaction();
        } catch (KafkaException | IllegalStateException e) {
            // The next writer of this id aborts it.
            cause.addSuppressed(e);
        }
        return new Outcome.NotCommitted(cause.toString());
    }

    /** Per topic, the offset of the last record committed from here. */
    public Map<String, Long> written() {
        return Map.copyOf(written);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }
}
