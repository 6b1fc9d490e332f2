package dev.opspipeline.dispatcher;

import dev.opspipeline.exit.ClosedTrade;
import dev.opspipeline.exit.ExitReason;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The account's stop-losses of the last day, each counted once by its closing order's id, as it was last told. */
final class StopLosses {

    /** Longer than any limit on streaks looks back (market time). */
    private static final Duration KEPT = Duration.ofDays(1);

    private final Map<String, Instant> losses = new LinkedHashMap<>();
    private boolean known;

    /** What is on record has been read. */
    void known(List<ClosedTrade> trades) {
        trades.forEach(this::closed);
        known = true;
    }

    void closed(ClosedTrade trade) {
        if (trade.reason() == ExitReason.STOP_LOSS_HIT && trade.quantity() == 0) {
            // The broker took the sale back: there was none.
            losses.remove(trade.closeOrderId());
        } else if (trade.reason() == ExitReason.STOP_LOSS_HIT) {
            losses.put(trade.closeOrderId(), trade.closedAt());
            losses.values().removeIf(at -> at.isBefore(trade.closedAt().minus(KEPT)));
        }
    }

    /** Market times; null while nobody could say. */
    @Nullable
    List<Instant> times() {
        return known ? losses.values().stream().sorted().toList() : null;
    }
}
