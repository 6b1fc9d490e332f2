package dev.opspipeline.adapters.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a service's loop still handles events, and what keeps the service from its work. Beaten on the loop's own thread, so
 * that a loop that hangs falls silent; it asks neither Kafka nor the store nor the broker, whose absence no restart would heal.
 */
public final class Vitals {

    /** A loop silent for so long (wall time) hangs: longer than the slowest batch of broker calls. */
    public static final Duration ALIVE = Duration.ofSeconds(60);

    private static final Logger log = LoggerFactory.getLogger(Vitals.class);

    private final Clock wall;
    private final @Nullable Path file;
    private final Map<String, Supplier<Optional<String>>> conditions = new ConcurrentHashMap<>();
    private volatile Instant lastBeat;
    private volatile Map<String, String> objections = Map.of("loop", "has not begun");

    /**
     * @param wall the machine's clock
     * @param file touched with every beat, for a health check that only looks at its age; null for none
     */
    Vitals(Clock wall, @Nullable Path file) {
        this.wall = wall;
        this.file = file;
        this.lastBeat = wall.instant();
    }

    /**
     * Names something without which the service is not ready.
     *
     * @param objection asked on the loop's thread; says what is missing, or nothing
     */
    public void require(String what, Supplier<Optional<String>> objection) {
        conditions.put(what, objection);
    }

    /** The loop handled this event, so it lives. */
    void beat() {
        Map<String, String> found = new LinkedHashMap<>();
        new TreeMap<>(conditions).forEach((what, condition) -> condition.get().ifPresent(why -> found.put(what, why)));
        objections = Map.copyOf(found);
        lastBeat = wall.instant();
        touch();
    }

    private void touch() {
        if (file == null) {
            return;
        }
        try {
            if (!Files.exists(file)) {
                Files.createFile(file);
            }
            Files.setLastModifiedTime(file, FileTime.from(lastBeat));
        } catch (IOException e) {
            // The service works on; whoever looks at the file will find it old.
            log.atWarn().addKeyValue("file", file).setCause(e).log("Heartbeat file not touched");
        }
    }

    /** Wall time since the loop last showed itself alive. */
    public Duration silence() {
        return Duration.between(lastBeat, wall.instant());
    }

    /** What is missing, by name; empty when the service is ready. */
    public Map<String, String> objections() {
        return objections;
    }
}
