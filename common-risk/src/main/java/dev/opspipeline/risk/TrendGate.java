package dev.opspipeline.risk;

/** A small account trades only with a trend. */
record TrendGate(boolean trendNeeded) implements RiskGate {

    @Override
    public Verdict check(Proposal proposal) {
        int trend = proposal.recommendation().features().trendState();
        return Verdict.of(
                RefusalCode.WEAK_TREND, !trendNeeded || trend != 0, trend, trendNeeded ? "not 0" : "no limit");
    }
}
