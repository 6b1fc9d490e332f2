package dev.opspipeline.risk;

import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.money.Money;
import java.time.LocalDate;

/**
 * Remembers that an account has reached its loss limit today, although it may have recovered since: a fold of account
 * snapshots that the caller keeps.
 *
 * @param date the exchange date it speaks of
 * @param latched entries stay closed for the rest of that date
 */
public record DailyLossLatch(LocalDate date, boolean latched) {

    public static DailyLossLatch open(LocalDate date) {
        return new DailyLossLatch(date, false);
    }

    /** As found again after a restart, from a decision of that date that named the loss. */
    public static DailyLossLatch latchedOn(LocalDate date) {
        return new DailyLossLatch(date, true);
    }

    /** After one more snapshot. One whose transfers are unknown tells nothing; a new date starts open. */
    public DailyLossLatch after(AccountSnapshot account, Money maxDailyLoss) {
        LocalDate day = SessionCalendar.tradingDate(account.asOf());
        if (day.isBefore(date)) {
            return this;
        }
        boolean before = latched && day.equals(date);
        Money profit = account.profitToday();
        return new DailyLossLatch(day, before || (profit != null && profit.isAtMost(maxDailyLoss.negated())));
    }

    /** Opened again by a named operator, which the caller puts on record. */
    public DailyLossLatch reset() {
        return open(date);
    }

    boolean closes(LocalDate tradingDate) {
        return latched && date.equals(tradingDate);
    }
}
