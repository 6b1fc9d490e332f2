package dev.opspipeline.risk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pauses after several stop-losses in a short time.
 *
 * @param stops null when switched off
 * @param within null when switched off
 */
record StreakGate(@Nullable Integer stops, @Nullable Duration within) implements RiskGate {

    @Override
    public Verdict check(Proposal proposal) {
        List<Instant> losses = proposal.stopLosses();
        if (stops == null || within == null) {
            return Verdict.of(RefusalCode.STREAK, true, losses == null ? "unknown" : losses.size(), "no limit");
        }
        String limit = "below %d stop-losses within %s".formatted(stops, Figures.minutes(within));
        if (losses == null) {
            return Verdict.unknown(RefusalCode.STREAK, "closed trades", limit);
        }
        Instant since = proposal.now().minus(within);
        long recent = losses.stream().filter(at -> at.isAfter(since)).count();
        return Verdict.of(RefusalCode.STREAK, recent < stops, recent, limit);
    }
}
