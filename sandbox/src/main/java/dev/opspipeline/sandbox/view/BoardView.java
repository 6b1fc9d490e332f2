package dev.opspipeline.sandbox.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The day at one instant, for showing.
 *
 * @param now market time
 * @param percent of the day that is over; -1 when it has no known end
 * @param speed market seconds a second
 * @param recommendations newest last
 * @param events entries, fills, closes, limits and warnings, newest last
 */
public record BoardView(
        Instant now,
        int percent,
        double speed,
        int recommended,
        List<TierRow> tiers,
        List<Happening> recommendations,
        List<Happening> events) {

    /**
     * One account.
     *
     * @param figures null while nobody could ask the broker
     * @param closed positions closed
     * @param won of these, with profit
     * @param reasons refusing verdicts by code
     * @param refusal the last one; null before the first
     */
    public record TierRow(
            String tier,
            @Nullable AccountFigures figures,
            LimitFigures limits,
            int entries,
            int refused,
            int closed,
            int won,
            Map<String, Integer> reasons,
            @Nullable Happening refusal) {}
}
