package dev.opspipeline.exit;

import java.time.Instant;

/**
 * Why and when a close was started, with the numbers.
 *
 * @param observed what was seen, as in {@code bid 0.72} or {@code 2026-04-09T19:45:00Z}
 * @param level what it was held against; empty for a close that was asked for
 * @param at market time
 */
public record ExitTrigger(ExitReason reason, String observed, String level, Instant at) {}
