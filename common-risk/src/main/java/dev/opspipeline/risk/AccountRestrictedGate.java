package dev.opspipeline.risk;

import dev.opspipeline.account.AccountSnapshot;

/** Needs the right account, and one that the broker lets buy options. */
record AccountRestrictedGate(int minOptionsLevel) implements RiskGate {

    @Override
    public Verdict check(Proposal proposal) {
        AccountSnapshot account = proposal.account();
        String limit = "account %s, not blocked, options level at least %d"
                .formatted(proposal.expectedAccountNumber(), minOptionsLevel);
        if (account == null) {
            return Verdict.unknown(RefusalCode.ACCOUNT_RESTRICTED, "account", limit);
        }
        boolean free = account.accountNumber().equals(proposal.expectedAccountNumber())
                && !account.tradingBlocked()
                && !account.accountBlocked()
                && account.optionsLevel() >= minOptionsLevel;
        String observed = "account %s%s%s, options level %d"
                .formatted(
                        account.accountNumber(),
                        account.tradingBlocked() ? ", trading blocked" : "",
                        account.accountBlocked() ? ", account blocked" : "",
                        account.optionsLevel());
        return Verdict.of(RefusalCode.ACCOUNT_RESTRICTED, free, observed, limit);
    }
}
