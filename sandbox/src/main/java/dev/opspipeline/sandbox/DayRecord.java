package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.store.ParameterVersion;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes down what the topics and the store said, for the auditor: one JSON object a line. */
final class DayRecord implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path directory;
    private final Supplier<Instant> marketTime;
    private final BufferedWriter topics;
    private final BufferedWriter store;
    private boolean closed;

    /** Starts the record anew in {@code directory}. */
    DayRecord(Path directory, Supplier<Instant> marketTime) {
        this.directory = directory;
        this.marketTime = marketTime;
        try {
            Files.createDirectories(directory);
            topics = Files.newBufferedWriter(directory.resolve("topics.jsonl"));
            store = Files.newBufferedWriter(directory.resolve("store.jsonl"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the day's record in " + directory, e);
        }
    }

    /** Where the broker's own journal belongs. */
    Path brokerJournal() {
        return directory.resolve("broker.jsonl");
    }

    Path directory() {
        return directory;
    }

    void topic(ConsumerRecord<String, String> found) {
        ObjectNode line = JSON.createObjectNode()
                .put("topic", found.topic())
                .put("offset", found.offset())
                .put("key", found.key())
                .put("wall", Instant.ofEpochMilli(found.timestamp()).toString())
                .put("market", marketTime.get().toString());
        line.set("value", parsed(found.value()));
        write(topics, line);
    }

    private static JsonNode parsed(@Nullable String value) {
        if (value == null) {
            // a tombstone
            return JSON.nullNode();
        }
        try {
            return JSON.readTree(value);
        } catch (JacksonException e) {
            // A record nobody can read is kept as the text it is.
            return JSON.getNodeFactory().stringNode(value);
        }
    }

    void parameter(ParameterVersion written, Instant wall) {
        write(
                store,
                JSON.createObjectNode()
                        .put("at", marketTime.get().toString())
                        .put("wall", wall.toString())
                        .put("name", written.name())
                        .put("version", written.version())
                        .put("value", written.value()));
    }

    void run(ObjectNode run) {
        try {
            Files.writeString(directory.resolve("run.json"), run.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the day's record in " + directory, e);
        }
    }

    private synchronized void write(BufferedWriter writer, ObjectNode line) {
        if (closed) {
            return;
        }
        try {
            writer.write(line.toString());
            writer.newLine();
            // Somebody may read along.
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the day's record in " + directory, e);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            topics.close();
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the day's record in " + directory, e);
        }
    }
}
