package dev.opspipeline.exit;

import dev.opspipeline.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one position's prices have been since it was opened: for a long the bid, for a short the ask.
 *
 * @param last the last usable one, dollars per share
 * @param confirmedAt market time at which its source last said so
 * @param feed the source
 * @param highest the highest that two in a row reached; null before there were two
 * @param lowest the lowest likewise
 */
public record Marks(
        Money last,
        Instant confirmedAt,
        String feed,
        @Nullable Money highest,
        @Nullable Money lowest) {}
