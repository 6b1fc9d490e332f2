package dev.opspipeline.risk;

import dev.opspipeline.money.Fraction;
import dev.opspipeline.signal.Features;

/** Needs enough volume behind the move; a small account needs a surge. */
record VolumeGate(Fraction minRatio, boolean surgeNeeded) implements RiskGate {

    @Override
    public Verdict check(Proposal proposal) {
        Features features = proposal.recommendation().features();
        String limit = "at least " + minRatio + (surgeNeeded ? " and a surge" : "");
        if (Double.isNaN(features.volumeRatio())) {
            return Verdict.unknown(RefusalCode.LOW_VOLUME, "volume ratio", limit);
        }
        boolean enough = features.volumeRatio() >= minRatio.doubleValue();
        return Verdict.of(
                RefusalCode.LOW_VOLUME,
                enough && (!surgeNeeded || features.volumeSurge()),
                Figures.of(features.volumeRatio()),
                limit);
    }
}
