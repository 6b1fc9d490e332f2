package dev.opspipeline.adapters.runtime;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/** Lets a library say the same thing once in a while only, so that an outage does not drown what matters in it. */
final class QuietRepetitions extends TurboFilter {

    /** Texts remembered; a library with more different ones is heard in full from there on. */
    private static final int REMEMBERED = 500;

    private final String loggers;
    private final long periodNanos;
    private final LongSupplier nanoTime;
    private final Map<String, Long> lastSaid = new ConcurrentHashMap<>();

    /** @param loggers the beginning of the names of the loggers concerned */
    QuietRepetitions(String loggers, Duration period, LongSupplier nanoTime) {
        this.loggers = loggers;
        this.periodNanos = period.toNanos();
        this.nanoTime = nanoTime;
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable cause) {
        if (format == null
                || !level.isGreaterOrEqual(Level.WARN)
                || !logger.getName().startsWith(loggers)) {
            return FilterReply.NEUTRAL;
        }
        String text = logger.getName() + format;
        long now = nanoTime.getAsLong();
        Long before = lastSaid.get(text);
        if (before != null && now - before < periodNanos) {
            return FilterReply.DENY;
        }
        if (before != null || lastSaid.size() < REMEMBERED) {
            lastSaid.put(text, now);
        }
        return FilterReply.NEUTRAL;
    }
}
