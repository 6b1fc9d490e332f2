package dev.opspipeline.risk;

import dev.opspipeline.signal.Recommendation;

/** Refuses a recommendation that makes no sense. */
record ValidSignalGate() implements RiskGate {

    @Override
    public Verdict check(Proposal proposal) {
        Recommendation signal = proposal.recommendation();
        boolean valid = Double.isFinite(signal.score())
                && signal.score() > 0
                && signal.confidence() >= 0
                && signal.confidence() <= 1
                && signal.underlyingPrice().isPositive();
        return Verdict.of(
                RefusalCode.INVALID_SIGNAL,
                valid,
                "score %s, confidence %s, price %s"
                        .formatted(
                                Figures.of(signal.score()), Figures.of(signal.confidence()), signal.underlyingPrice()),
                "score above 0, confidence 0 to 1, price above 0");
    }
}
