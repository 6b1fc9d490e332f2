package dev.opspipeline.risk;

/** Stays out of a market that moves far more than it did; in the band below, positions and sizes are halved. */
record VolatilityGate() implements RiskGate {

    private static final double HIGHEST = 2.0;
    private static final double NERVOUS_ABOVE = 1.3;

    @Override
    public Verdict check(Proposal proposal) {
        double ratio = proposal.recommendation().features().volRatio();
        String limit = "at most " + Figures.of(HIGHEST);
        return Double.isNaN(ratio)
                ? Verdict.unknown(RefusalCode.VOLATILITY_REGIME, "volatility ratio", limit)
                : Verdict.of(RefusalCode.VOLATILITY_REGIME, ratio <= HIGHEST, Figures.of(ratio), limit);
    }

    /** In the band that halves the position limit and the size. */
    static boolean isNervous(Proposal proposal) {
        return proposal.recommendation().features().volRatio() > NERVOUS_ABOVE;
    }
}
