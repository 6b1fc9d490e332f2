package dev.opspipeline.adapters.alpaca;

import java.time.Instant;

/**
 * What the broker last said of the requests an account has left.
 *
 * @param limit requests allowed per minute
 * @param remaining requests left of them when it answered
 * @param resetsAt when {@code remaining} starts to rise again, in the broker's wall time
 */
public record RateBudget(int limit, int remaining, Instant resetsAt) {}
