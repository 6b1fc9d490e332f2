package dev.opspipeline.risk;

import dev.opspipeline.exit.ExitTerms;
import dev.opspipeline.money.Fraction;
import org.jspecify.annotations.Nullable;

/**
 * Needs odds worth a bet: f = p - (1 - p) / b with p the confidence and b the target over the stop.
 *
 * @param min null when switched off
 */
record KellyGate(@Nullable Fraction min, boolean smallAccountMode) implements RiskGate {

    @Override
    public Verdict check(Proposal proposal) {
        ExitTerms terms =
                ExitTerms.of(proposal.tier(), proposal.recommendation().strategy(), smallAccountMode);
        double odds = terms.target().doubleValue() / terms.stop().doubleValue();
        double confidence = proposal.recommendation().confidence();
        double fraction = confidence - (1 - confidence) / odds;
        return Verdict.of(
                RefusalCode.LOW_KELLY,
                min == null || fraction >= min.doubleValue(),
                Figures.of(fraction),
                min == null ? "no limit" : "at least " + min);
    }
}
