package dev.opspipeline.risk;

import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.market.OptionType;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Adds to no side of the market that the account leans to already.
 *
 * @param max most of equity that the net delta may be on the trade's own side; null when switched off
 */
record ConcentrationGate(@Nullable Fraction max) implements RiskGate {

    @Override
    public Verdict check(Proposal proposal) {
        boolean bullish = proposal.recommendation().action().optionType() == OptionType.CALL;
        String limit = max == null
                ? "no limit"
                : bullish ? "at most " + max + " of equity" : "at least -" + max + " of equity";
        AccountSnapshot account = proposal.account();
        NetDelta.Sum net = NetDelta.of(proposal);
        if (account == null || proposal.knownBook().isEmpty() || net.dollars() == null) {
            String missing = account == null ? "equity" : proposal.knownBook().isEmpty() ? "positions" : net.unknown();
            return max == null
                    ? Verdict.of(RefusalCode.CONCENTRATION, true, "unknown: " + missing, limit)
                    : Verdict.unknown(RefusalCode.CONCENTRATION, missing, limit);
        }
        Money dollars = net.dollars();
        Money leaning = bullish ? dollars : dollars.negated();
        boolean passed = max == null || leaning.isAtMost(account.equity().times(max));
        String observed = account.equity().isPositive()
                ? "%s of equity (%s)".formatted(dollars.per(account.equity()), dollars)
                : dollars.toString();
        return Verdict.of(RefusalCode.CONCENTRATION, passed, observed, limit);
    }
}
