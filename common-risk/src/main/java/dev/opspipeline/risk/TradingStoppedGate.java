package dev.opspipeline.risk;

/** Makes no entries while trading is stopped, by an operator, by itself or in the limits. */
record TradingStoppedGate() implements RiskGate {

    @Override
    public Verdict check(Proposal proposal) {
        TierLimits limits = proposal.limits();
        if (proposal.state() == TradingState.ACTIVE && limits == null) {
            return Verdict.unknown(RefusalCode.TRADING_STOPPED, "limits", TradingState.ACTIVE);
        }
        boolean enabled = limits != null && limits.tradingEnabled();
        return Verdict.of(
                RefusalCode.TRADING_STOPPED,
                proposal.state() == TradingState.ACTIVE && enabled,
                proposal.state() + (enabled ? "" : ", trading_enabled false"),
                TradingState.ACTIVE);
    }
}
