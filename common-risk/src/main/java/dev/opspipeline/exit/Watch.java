package dev.opspipeline.exit;

import dev.opspipeline.market.Session;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs the rules over one position: each by itself, the most urgent due one starts the close. */
final class Watch {

    private final List<ExitRule> rules;

    Watch(List<ExitRule> rulesByUrgency) {
        this.rules = List.copyOf(rulesByUrgency);
    }

    /** False when a rule could not be run. */
    boolean evaluate(ManagedPosition position, TradingDays days, Instant now, Outbox out) {
        ExitPlan plan = position.plan();
        if (plan == null || position.trigger() != null) {
            return true;
        }
        Optional<Session> session = days.on(SessionCalendar.tradingDate(now)).filter(today -> days.isOpen(now));
        @Nullable Money mark = session.isPresent() ? position.prices.mark(now).orElse(null) : null;
        sayIfStale(position, session, mark, now, out);
        ExitRule.Facts facts = new ExitRule.Facts(
                plan,
                mark,
                position.isShort(),
                position.prices.stopStands(),
                position.prices.highest(),
                session.isPresent() && !now.isBefore(session.get().beforeClose(ExitTerms.BEFORE_CLOSE)),
                now);
        boolean complete = true;
        for (ExitRule rule : rules) {
            complete &= run(rule, facts, position, out);
        }
        return complete;
    }

    /** A broken rule is somebody's problem, but not the other rules'. */
    private static boolean run(ExitRule rule, ExitRule.Facts facts, ManagedPosition position, Outbox out) {
        try {
            rule.check(facts).ifPresent(position::start);
            return true;
        } catch (RuntimeException e) {
            if (position.broken.add(rule.reason())) {
                out.alert("exit rule failed", position, "rule", rule.reason() + ": " + e);
            }
            return false;
        }
    }

    private static void sayIfStale(
            ManagedPosition position, Optional<Session> session, @Nullable Money mark, Instant now, Outbox out) {
        if (mark != null || session.isEmpty()) {
            position.staleSaid = false;
            return;
        }
        Instant opened = session.get().open();
        Instant since = position.firstSeen.isAfter(opened) ? position.firstSeen : opened;
        if (!position.staleSaid && now.isAfter(since.plus(PriceWatch.MAX_AGE))) {
            position.staleSaid = true;
            out.alert(
                    "no fresh quote: price rules do not run",
                    position,
                    "last",
                    position.prices.lastConfirmed().map(Instant::toString).orElse("never"));
        }
    }
}
