package dev.opspipeline.risk;

import dev.opspipeline.money.Money;
import java.time.Instant;
import java.util.Optional;

/** Stops new trades for the day once losses have reached the limit, even if they are made good later. */
record DailyLossGate(Money maxDailyLoss) implements RiskGate {

    @Override
    public Verdict check(Proposal proposal) {
        String limit = "above " + maxDailyLoss.negated();
        Optional<Instant> reached = proposal.losses().reachedAt(Latch.DAILY_LOSS, proposal.tradingDate());
        Optional<Money> profit = proposal.profitToday();
        if (reached.isPresent()) {
            return Verdict.of(
                    RefusalCode.DAILY_LOSS,
                    false,
                    "%s, the limit was reached at %s"
                            .formatted(profit.map(Money::toString).orElse("unknown"), reached.get()),
                    limit);
        }
        return profit.map(amount ->
                        Verdict.of(RefusalCode.DAILY_LOSS, amount.isMoreThan(maxDailyLoss.negated()), amount, limit))
                .orElseGet(() -> Verdict.unknown(RefusalCode.DAILY_LOSS, "profit of the day", limit));
    }
}
