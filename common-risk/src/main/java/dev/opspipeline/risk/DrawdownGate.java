package dev.opspipeline.risk;

import dev.opspipeline.money.Money;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stops new trades for the day once the account has fallen so far from its best of the session.
 *
 * @param max null when switched off
 */
record DrawdownGate(@Nullable Money max) implements RiskGate {

    @Override
    public Verdict check(Proposal proposal) {
        Optional<Money> profit = proposal.profitToday();
        Money best = proposal.losses().date().equals(proposal.tradingDate())
                ? proposal.losses().bestProfit()
                : null;
        Optional<Money> fall =
                profit.map(now -> best == null ? Money.ZERO : best.minus(now).max(Money.ZERO));
        String observed = fall.map(Money::toString).orElse("unknown");
        if (max == null) {
            return Verdict.of(RefusalCode.SESSION_DRAWDOWN, true, observed, "no limit");
        }
        String limit = "below " + max;
        Optional<Instant> reached = proposal.losses().reachedAt(Latch.SESSION_DRAWDOWN, proposal.tradingDate());
        if (reached.isPresent()) {
            return Verdict.of(
                    RefusalCode.SESSION_DRAWDOWN,
                    false,
                    "%s, the limit was reached at %s".formatted(observed, reached.get()),
                    limit);
        }
        return fall.map(dollars -> Verdict.of(RefusalCode.SESSION_DRAWDOWN, dollars.isLessThan(max), dollars, limit))
                .orElseGet(() -> Verdict.unknown(RefusalCode.SESSION_DRAWDOWN, "profit of the day", limit));
    }
}
