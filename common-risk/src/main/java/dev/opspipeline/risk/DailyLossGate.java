package dev.opspipeline.risk;

import dev.opspipeline.money.Money;
import java.util.Optional;

/** Stops new trades for the day once losses have reached the limit, even if they are made good later. */
record DailyLossGate(Money maxDailyLoss) implements RiskGate {

    @Override
    public Verdict check(Proposal proposal) {
        String limit = "above " + maxDailyLoss.negated();
        if (proposal.dailyLoss().closes(proposal.tradingDate())) {
            return Verdict.of(RefusalCode.DAILY_LOSS, false, "the limit was reached today", limit);
        }
        Optional<Money> profit = proposal.profitToday();
        return profit.map(amount ->
                        Verdict.of(RefusalCode.DAILY_LOSS, amount.isMoreThan(maxDailyLoss.negated()), amount, limit))
                .orElseGet(() -> Verdict.unknown(RefusalCode.DAILY_LOSS, "profit of the day", limit));
    }
}
