package dev.opspipeline.exit;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells when a position's record is worth telling: at once when anything changed, for its marks alone every so often. */
final class PositionNews {

    /** A mark alone is told no more often. */
    static final Duration MARKS = Duration.ofSeconds(15);

    /** A new peak that a trailing stop hangs on is told sooner: it must survive a restart. */
    static final Duration PEAK = Duration.ofSeconds(1);

    private @Nullable PositionRecord told;

    /** The record, unless nothing worth telling has changed since the last one. */
    Optional<PositionRecord> of(PositionRecord record) {
        PositionRecord last = told;
        if (last != null
                && isSame(last, record)
                && record.at().isBefore(last.at().plus(patience(last, record)))) {
            return Optional.empty();
        }
        if (last != null && isSame(last, record) && Objects.equals(last.marks(), record.marks())) {
            return Optional.empty();
        }
        told = record;
        return Optional.of(record);
    }

    private static Duration patience(PositionRecord last, PositionRecord record) {
        boolean trails = record.plan() != null && record.plan().trailing() != null;
        boolean higher = record.marks() != null
                && record.marks().highest() != null
                && (last.marks() == null
                        || !record.marks().highest().equals(last.marks().highest()));
        return trails && higher ? PEAK : MARKS;
    }

    private static boolean isSame(PositionRecord last, PositionRecord record) {
        Instant at = record.at();
        return at(last, at).equals(at(record, at));
    }

    private static PositionRecord at(PositionRecord record, Instant at) {
        return new PositionRecord(
                record.contract(),
                record.entryReference(),
                record.quantity(),
                record.averagePrice(),
                record.state(),
                record.reason(),
                record.trigger(),
                record.plan(),
                null,
                record.closeOrderId(),
                record.timeline(),
                at);
    }
}
