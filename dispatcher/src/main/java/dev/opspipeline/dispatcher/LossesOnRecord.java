package dev.opspipeline.dispatcher;

import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.DecisionRecord;
import dev.opspipeline.risk.Latch;
import dev.opspipeline.risk.RefusalCode;
import dev.opspipeline.risk.SessionLosses;
import dev.opspipeline.risk.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/** The session's losses as an instance finds them: what decisions and audit say was seen, and what persons reset. */
final class LossesOnRecord {

    private LossesOnRecord() {}

    private record Step(Instant at, UnaryOperator<SessionLosses> change) {}

    /** @param known what this process saw itself */
    static SessionLosses of(OnRecord onRecord, Controls controls, SessionLosses known) {
        List<Step> steps = new ArrayList<>();
        onRecord.decisions().forEach(decision -> addSeen(decision, steps));
        for (OnRecord.Reached reached : onRecord.reached()) {
            steps.add(new Step(reached.at(), losses -> losses.reached(reached.latch(), reached.at())));
        }
        for (OnRecord.Best best : onRecord.bests()) {
            steps.add(profit(best.profit(), best.at()));
        }
        for (Latch latch : Latch.values()) {
            known.reachedAt(latch, known.date())
                    .ifPresent(at -> steps.add(new Step(at, losses -> losses.reached(latch, at))));
            // A reset at the very moment forgives what was seen then: it is put last, and the sort is stable.
            controls.resetAt(latch).ifPresent(at -> steps.add(new Step(at, losses -> losses.reset(latch, at))));
        }
        steps.sort(Comparator.comparing(Step::at));
        SessionLosses losses = SessionLosses.none(known.date());
        for (Step step : steps) {
            losses = step.change().apply(losses);
        }
        // What this process saw, it saw with the resets taken in.
        return known.bestProfit() == null ? losses : losses.profited(known.bestProfit(), known.date());
    }

    private static void addSeen(DecisionRecord decision, List<Step> steps) {
        Instant at = decision.decidedAt();
        Money profit = decision.account() == null ? null : decision.account().profitToday();
        if (profit != null) {
            steps.add(profit(profit, at));
        }
        for (Verdict verdict : decision.verdicts()) {
            if (verdict.outcome() == Verdict.Outcome.REFUSED) {
                if (verdict.code() == RefusalCode.DAILY_LOSS) {
                    steps.add(new Step(at, losses -> losses.reached(Latch.DAILY_LOSS, at)));
                } else if (verdict.code() == RefusalCode.SESSION_DRAWDOWN) {
                    steps.add(new Step(at, losses -> losses.reached(Latch.SESSION_DRAWDOWN, at)));
                }
            }
        }
    }

    private static Step profit(Money profit, Instant at) {
        return new Step(at, losses -> losses.profited(profit, SessionCalendar.tradingDate(at)));
    }
}
