package dev.opspipeline.risk;

/** Trades only under limits of this very tier. */
record LimitsGate() implements RiskGate {

    @Override
    public Verdict check(Proposal proposal) {
        TierLimits limits = proposal.limits();
        return Verdict.of(
                RefusalCode.CONFIG_NOT_LOADED,
                limits != null && limits.tier() == proposal.tier(),
                limits == null ? "no limits" : "limits of %s, version %s".formatted(limits.tier(), limits.version()),
                "limits of " + proposal.tier());
    }
}
