package dev.opspipeline.exit;

import dev.opspipeline.market.Instrument;
import dev.opspipeline.money.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One position as its manager sees it: what it is told to everybody, and to itself after a restart.
 *
 * @param entryReference what opened it: the recommendation's id, or a word for a position opened elsewhere
 * @param quantity signed units still held
 * @param averagePrice premium paid, dollars per share
 * @param reason why it is being closed; null while open
 * @param trigger what started the close, with its numbers; null while open
 * @param plan null for a position that nobody planned (EXTERNAL)
 * @param marks what was seen of its price; null before any usable quote
 * @param closeOrderId the live closing order's id, if any
 * @param timeline what has happened to it so far
 * @param at market time of this state
 */
public record PositionRecord(
        Instrument contract,
        String entryReference,
        int quantity,
        Money averagePrice,
        State state,
        @Nullable ExitReason reason,
        @Nullable ExitTrigger trigger,
        @Nullable ExitPlan plan,
        @Nullable Marks marks,
        @Nullable String closeOrderId,
        List<PositionEvent> timeline,
        Instant at) {

    public PositionRecord {
        timeline = List.copyOf(timeline);
    }

    /** A position's life. Everything but {@code CLOSED} counts against the limits. */
    public enum State {
        OPEN,
        CLOSING,
        /** To be closed as soon as the market opens. */
        CLOSE_PENDING,
        CLOSED
    }
}
