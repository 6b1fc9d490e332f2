package dev.opspipeline.adapters.alpaca;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far this machine's clock is from the broker's, by the {@code Date} of its answers. That names a whole second, some
 * time between question and answer: what this leaves open counts as no difference.
 */
final class ClockSkew {

    private volatile @Nullable Duration ahead;

    /** Positive when our clock is ahead; empty until an answer has told. */
    Optional<Duration> ahead() {
        return Optional.ofNullable(ahead);
    }

    double aheadSeconds() {
        Duration known = ahead;
        return known == null ? Double.NaN : known.toMillis() / 1000.0;
    }

    /** @param date the broker's second, from its first instant to its last */
    void compare(Instant asked, Instant answered, Instant date) {
        Duration least = Duration.between(date.plusSeconds(1), asked);
        Duration most = Duration.between(date, answered);
        if (least.isPositive()) {
            ahead = least;
        } else if (most.isNegative()) {
            ahead = most;
        } else {
            ahead = Duration.ZERO;
        }
    }
}
