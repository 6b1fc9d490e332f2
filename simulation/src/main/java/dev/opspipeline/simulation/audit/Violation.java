package dev.opspipeline.simulation.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One broken rule.
 *
 * @param tier the account; empty when it concerns the whole day
 * @param at market time; null when it has none
 * @param subject the order, contract or recommendation it is about
 * @param text what was seen and what it was held against, with the numbers
 */
public record Violation(String rule, String tier, @Nullable Instant at, String subject, String text) {

    @Override
    public String toString() {
        return "%s [%s] %s %s: %s".formatted(rule, tier, at == null ? "-" : at, subject, text);
    }
}
