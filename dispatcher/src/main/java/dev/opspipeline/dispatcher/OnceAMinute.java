package dev.opspipeline.dispatcher;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something the broker is asked once a minute (market time): unknown from the moment it cannot be read until it can again. */
final class OnceAMinute<T> {

    private static final Duration PERIOD = Duration.ofMinutes(1);

    private @Nullable T value;
    private @Nullable Instant readAt;

    /** What was read last; null when that could not be read. */
    @Nullable
    T value() {
        return value;
    }

    /** Asks, unless that was answered within the minute. */
    void refresh(Instant now, Supplier<Optional<T>> question) {
        if (readAt == null || !now.isBefore(readAt.plus(PERIOD))) {
            value = question.get().orElse(null);
            readAt = value == null ? null : now;
        }
    }
}
