package dev.opspipeline.risk;

import dev.opspipeline.signal.Action;
import java.util.List;

/** Buys only what the limits name. */
record AllowedActionGate(List<Action> allowed) implements RiskGate {

    AllowedActionGate {
        allowed = List.copyOf(allowed);
    }

    @Override
    public Verdict check(Proposal proposal) {
        Action action = proposal.recommendation().action();
        return Verdict.of(RefusalCode.ACTION_NOT_ALLOWED, allowed.contains(action), action, allowed);
    }
}
