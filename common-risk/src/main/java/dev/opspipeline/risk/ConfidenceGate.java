package dev.opspipeline.risk;

import dev.opspipeline.money.Fraction;

/** Needs a confidence that is high enough for the strategy. */
record ConfidenceGate(Fraction minDay, Fraction minSwing) implements RiskGate {

    @Override
    public Verdict check(Proposal proposal) {
        Fraction min = switch (proposal.recommendation().strategy()) {
            case DAY, GAP -> minDay;
            case SWING -> minSwing;
        };
        double confidence = proposal.recommendation().confidence();
        return Verdict.of(
                RefusalCode.LOW_CONFIDENCE, confidence >= min.doubleValue(), Figures.of(confidence), "at least " + min);
    }
}
