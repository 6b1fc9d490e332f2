package dev.opspipeline.risk;

import java.time.Duration;

/** Leaves the account alone for a while after an entry, longer while it holds anything. */
record AccountCooldownGate(Duration withPositions, Duration withoutPositions) implements RiskGate {

    @Override
    public Verdict check(Proposal proposal) {
        Duration cooldown = proposal.positions() > 0 ? withPositions : withoutPositions;
        return EntryHistory.of(proposal)
                .map(history -> history.cooled(RefusalCode.ACCOUNT_COOLDOWN, entry -> true, cooldown))
                .orElseGet(() -> Verdict.unknown(
                        RefusalCode.ACCOUNT_COOLDOWN, "entries", "at least " + Figures.seconds(cooldown) + " ago"));
    }
}
