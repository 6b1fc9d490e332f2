package dev.opspipeline.risk;

import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an account lost on one exchange date, and whether a limit on that was ever reached, although the account may have
 * recovered since: a fold of account snapshots. A new date starts anew; so does a limit that a named person opens again.
 *
 * @param bestProfit the highest profit of the day seen so far, dollars, transfers left out; null while none was seen
 * @param lossReachedAt market time at which the daily loss limit was last seen reached; null while it is open
 * @param drawdownReachedAt the same of the limit on the fall from the best
 */
public record SessionLosses(
        LocalDate date,
        @Nullable Money bestProfit,
        @Nullable Instant lossReachedAt,
        @Nullable Instant drawdownReachedAt) {

    public static SessionLosses none(LocalDate date) {
        return new SessionLosses(date, null, null, null);
    }

    /**
     * After one more snapshot. One whose transfers are unknown tells nothing.
     *
     * @param drawdownStop null when there is no limit on the fall
     */
    public SessionLosses after(AccountSnapshot account, Money maxDailyLoss, @Nullable Money drawdownStop) {
        LocalDate day = SessionCalendar.tradingDate(account.asOf());
        Money profit = account.profitToday();
        if (day.isBefore(date) || profit == null) {
            return this;
        }
        SessionLosses known = profited(profit, day);
        Money best = known.bestProfit == null ? profit : known.bestProfit;
        boolean lost = profit.isAtMost(maxDailyLoss.negated());
        boolean fell = drawdownStop != null && best.minus(profit).isAtLeast(drawdownStop);
        return new SessionLosses(
                day,
                best,
                lost ? account.asOf() : known.lossReachedAt,
                fell ? account.asOf() : known.drawdownReachedAt);
    }

    /** After so much profit was seen on a date, as a record of it says. */
    public SessionLosses profited(Money profit, LocalDate day) {
        if (day.isBefore(date)) {
            return this;
        }
        SessionLosses known = day.equals(date) ? this : none(day);
        Money best = known.bestProfit == null ? profit : known.bestProfit.max(profit);
        return new SessionLosses(day, best, known.lossReachedAt, known.drawdownReachedAt);
    }

    /** A limit was seen reached at an instant, as a record of it says. */
    public SessionLosses reached(Latch latch, Instant at) {
        LocalDate day = SessionCalendar.tradingDate(at);
        if (day.isBefore(date)) {
            return this;
        }
        SessionLosses known = day.equals(date) ? this : none(day);
        return switch (latch) {
            case DAILY_LOSS ->
                new SessionLosses(day, known.bestProfit, later(known.lossReachedAt, at), known.drawdownReachedAt);
            case SESSION_DRAWDOWN ->
                new SessionLosses(day, known.bestProfit, known.lossReachedAt, later(known.drawdownReachedAt, at));
        };
    }

    /** A named person opened a limit: what was reached up to then is forgiven, and a fall counts from here. */
    public SessionLosses reset(Latch latch, Instant at) {
        return switch (latch) {
            case DAILY_LOSS -> new SessionLosses(date, bestProfit, since(lossReachedAt, at), drawdownReachedAt);
            case SESSION_DRAWDOWN -> new SessionLosses(date, null, lossReachedAt, since(drawdownReachedAt, at));
        };
    }

    private static @Nullable Instant since(@Nullable Instant reachedAt, Instant resetAt) {
        return reachedAt == null || !reachedAt.isAfter(resetAt) ? null : reachedAt;
    }

    private static Instant later(@Nullable Instant known, Instant at) {
        return known == null || at.isAfter(known) ? at : known;
    }

    /** When the limit was reached that keeps entries closed on a date; empty while it is open. */
    public Optional<Instant> reachedAt(Latch latch, LocalDate tradingDate) {
        Instant at = switch (latch) {
            case DAILY_LOSS -> lossReachedAt;
            case SESSION_DRAWDOWN -> drawdownReachedAt;
        };
        return date.equals(tradingDate) ? Optional.ofNullable(at) : Optional.empty();
    }
}
