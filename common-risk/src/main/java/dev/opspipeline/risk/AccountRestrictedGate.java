package dev.opspipeline.risk;

import dev.opspipeline.account.AccountBelts;
import dev.opspipeline.account.AccountSnapshot;
import org.jspecify.annotations.Nullable;

/** Needs the right account, and one that neither the broker nor its owner keeps from buying options. */
record AccountRestrictedGate(int minOptionsLevel) implements RiskGate {

    @Override
    public Verdict check(Proposal proposal) {
        AccountSnapshot account = proposal.account();
        AccountBelts belts = proposal.belts();
        String limit = "account %s, not blocked, orders not suspended, options level at least %d"
                .formatted(proposal.expectedAccountNumber(), minOptionsLevel);
        if (account == null) {
            return Verdict.unknown(RefusalCode.ACCOUNT_RESTRICTED, "account", limit);
        }
        boolean free = account.accountNumber().equals(proposal.expectedAccountNumber())
                && !account.tradingBlocked()
                && !account.accountBlocked()
                && account.optionsLevel() >= minOptionsLevel;
        if (free && belts == null) {
            return Verdict.unknown(RefusalCode.ACCOUNT_RESTRICTED, "the owner's settings at the broker", limit);
        }
        return Verdict.of(
                RefusalCode.ACCOUNT_RESTRICTED, free && isFree(belts), observed(account) + observed(belts), limit);
    }

    private boolean isFree(@Nullable AccountBelts belts) {
        return belts != null && !belts.suspendTrade() && belts.allowsOptionsLevel(minOptionsLevel);
    }

    private static String observed(AccountSnapshot account) {
        return "account %s%s%s, options level %d"
                .formatted(
                        account.accountNumber(),
                        account.tradingBlocked() ? ", trading blocked" : "",
                        account.accountBlocked() ? ", account blocked" : "",
                        account.optionsLevel());
    }

    private static String observed(@Nullable AccountBelts belts) {
        if (belts == null) {
            return "";
        }
        Integer restricted = belts.maxOptionsTradingLevel();
        return (restricted == null ? "" : ", restricted by its owner to " + restricted)
                + (belts.suspendTrade() ? ", orders suspended by its owner" : "");
    }
}
