package dev.opspipeline.risk;

import dev.opspipeline.account.AccountSnapshot;
import java.time.Duration;

/** Needs to have asked the broker about the account a moment ago. */
record AccountKnownGate(Duration maxAge) implements RiskGate {

    @Override
    public Verdict check(Proposal proposal) {
        AccountSnapshot account = proposal.account();
        String limit = "at most " + Figures.seconds(maxAge) + " old";
        if (account == null) {
            return Verdict.unknown(RefusalCode.ACCOUNT_UNKNOWN, "account", limit);
        }
        Duration age = Duration.between(account.asOf(), proposal.now());
        return Verdict.of(
                RefusalCode.ACCOUNT_UNKNOWN, age.compareTo(maxAge) <= 0, Figures.seconds(age) + " old", limit);
    }
}
