package dev.opspipeline.sandbox.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is played.
 *
 * @param tiers in the order in which they are shown
 * @param start market time at which it begins
 * @param end market time at which it ends; null when nobody knows
 */
public record Stage(
        List<String> tiers, Instant start, @Nullable Instant end) {

    public Stage {
        tiers = List.copyOf(tiers);
    }
}
