package dev.opspipeline.risk;

import dev.opspipeline.money.Fraction;

/** Holds no more positions at once than the limit; a confident signal may add to it, a nervous market halves it. */
record PositionLimitGate(int max, int maxHighConfidence, Fraction highConfidence) implements RiskGate {

    @Override
    public Verdict check(Proposal proposal) {
        boolean confident = proposal.recommendation().confidence() >= highConfidence.doubleValue();
        int usual = confident ? maxHighConfidence : max;
        int limit = VolatilityGate.isNervous(proposal) ? (usual + 1) / 2 : usual;
        String below = "below " + limit;
        return proposal.knownBook().isEmpty()
                ? Verdict.unknown(RefusalCode.POSITION_LIMIT, "positions", below)
                : Verdict.of(RefusalCode.POSITION_LIMIT, proposal.positions() < limit, proposal.positions(), below);
    }
}
