package dev.opspipeline.risk;

import dev.opspipeline.money.Money;

/** Keeps the dollars at work, this trade's included, within the limit. */
record ExposureGate(Money max) implements RiskGate {

    /** Before the trade is known: something must be left. */
    @Override
    public Verdict check(Proposal proposal) {
        Money atWork = proposal.held().plus(proposal.reserved());
        return proposal.knownBook().isEmpty()
                ? Verdict.unknown(RefusalCode.EXPOSURE, "positions", "below " + max)
                : Verdict.of(RefusalCode.EXPOSURE, atWork.isLessThan(max), atWork, "below " + max);
    }

    /** With the trade's own dollars. */
    Verdict check(Proposal proposal, Money proposed) {
        Money all = proposal.held().plus(proposal.reserved()).plus(proposed);
        return Verdict.of(RefusalCode.EXPOSURE, all.isAtMost(max), all, "at most " + max);
    }
}
