package dev.opspipeline.signal;

import dev.opspipeline.market.Ticker;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The answer to "why no trade?" for one ticker at one bar.
 *
 * @param rule name and version of the rule that held
 * @param count bars in a row, this one included, that this ticker has held for this reason; 1 on a change of reason
 * @param barTime start of the bar, UTC
 * @param features what was measured; null when it could not be
 * @param breakdown every factor of the confidence; null when no direction was found to have confidence in
 */
public record Hold(
        Ticker ticker,
        String rule,
        HoldReason reason,
        int count,
        Instant barTime,
        @Nullable Features features,
        @Nullable Confidence breakdown) {}
