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
        String limit = min == null ? "no limit" : "at least " + min;
        double kelly = confidence - (1 - confidence) / odds;
        if (!Double.isFinite(kelly)) {
            return Verdict.unknown(RefusalCode.LOW_KELLY, "confidence", limit);
        }
        Fraction fraction = Fraction.nearest(kelly);
        return Verdict.of(RefusalCode.LOW_KELLY, min == null || fraction.isAtLeast(min), fraction, limit);
    }
}
