package dev.opspipeline.sandbox.broker;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A journal in a file, one JSON object per line. */
public final class JournalFile implements Journal {

    private final JsonMapper json = JsonMapper.builder().build();
    private final BufferedWriter lines;
    private long seq;
    private boolean closed;

    /** Starts the file anew. What is recorded after it was closed is left out: the day is over. */
    public JournalFile(Path file) {
        try {
            lines = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("journal cannot be written: " + file, e);
        }
    }

    @Override
    public synchronized void record(Instant at, String kind, ObjectNode fields) {
        if (closed) {
            return;
        }
        ObjectNode fact = json.createObjectNode()
                .put("seq", ++seq)
                .put("at", at.toString())
                .put("kind", kind);
        fact.setAll(fields);
        try {
            lines.write(json.writeValueAsString(fact));
            lines.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes down what is buffered, so that somebody may read along. */
    public synchronized void flush() {
        try {
            lines.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
