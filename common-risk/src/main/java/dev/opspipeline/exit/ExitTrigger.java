package dev.opspipeline.exit;

import dev.opspipeline.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why and when a close was started, with the numbers.
 *
 * @param observed what was seen, as in {@code bid 0.72} or {@code 2026-04-09T19:45:00Z}
 * @param level what it was held against; empty for a close that was asked for
 * @param mark what could be had for it then, dollars per share; null when nobody knew
 * @param at market time
 */
public record ExitTrigger(
        ExitReason reason,
        String observed,
        String level,
        @Nullable Money mark,
        Instant at) {

    static ExitTrigger asked(ExitReason reason, String by, Instant at) {
        return new ExitTrigger(reason, "asked by " + by, "", null, at);
    }

    ExitTrigger at(@Nullable Money price) {
        return mark == null && price != null ? new ExitTrigger(reason, observed, level, price, at) : this;
    }
}
