package dev.opspipeline.exit;

import dev.opspipeline.exit.ExitPlan.Origin;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Session;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import org.jspecify.annotations.Nullable;

/**
 * Makes exit plans: the one place where terms become levels in premium and instants.
 *
 * <p>Levels are whole cents, the stop rounded down and the target up. Bids are whole cents too, so that nothing fires
 * before the exact level would, and nothing later.
 */
public final class ExitPlans {

    /** A swing is not held into a session that ends with fewer days to expiry than this, plus one. */
    private static final int LAST_DAYS_TO_EXPIRY = 1;

    private ExitPlans() {}

    /**
     * The plan frozen at the entry.
     *
     * @param entryPrice premium paid, dollars per share
     * @param openedAt market time of the first fill
     */
    public static ExitPlan plan(
            ExitTerms terms,
            Strategy strategy,
            OptionContract contract,
            Money entryPrice,
            Instant openedAt,
            SessionCalendar calendar) {
        return make(terms, strategy, contract, entryPrice, openedAt, calendar, Origin.FROZEN_AT_ENTRY);
    }

    /** The same from the broker's own records, while the frozen plan is out of reach. */
    public static ExitPlan rebuild(
            ExitTerms terms,
            Strategy strategy,
            OptionContract contract,
            Money averagePrice,
            Instant firstFilledAt,
            SessionCalendar calendar) {
        return make(terms, strategy, contract, averagePrice, firstFilledAt, calendar, Origin.REBUILT);
    }

    private static ExitPlan make(
            ExitTerms terms,
            Strategy strategy,
            OptionContract contract,
            Money entryPrice,
            Instant openedAt,
            SessionCalendar calendar,
            Origin origin) {
        TradingDays days = new TradingDays(calendar);
        Instant beforeClose = openSession(openedAt, days).beforeClose(terms.beforeClose());
        @Nullable Instant endOfDayAt = strategy == Strategy.DAY ? beforeClose : null;
        return new ExitPlan(
                strategy,
                entryPrice,
                openedAt,
                stopAt(entryPrice, terms.stop()),
                targetAt(entryPrice, terms.target()),
                switch (strategy) {
                    case DAY ->
                        calendar.afterOpenTime(openedAt, terms.maxHold()).orElse(beforeClose);
                    case SWING -> swingMaxHoldAt(terms, openedAt, days);
                },
                endOfDayAt,
                strategy == Strategy.SWING && terms.closesOvernightLosers() ? beforeClose : null,
                expirationRiskAt(terms, strategy, contract, days),
                origin);
    }

    /** The session in which it was opened; the next one for what was opened outside of any. */
    private static Session openSession(Instant openedAt, TradingDays days) {
        LocalDate date = SessionCalendar.tradingDate(openedAt);
        Session session = days.onOrAfter(date);
        return openedAt.isBefore(session.close()) ? session : days.onOrAfter(date.plusDays(1));
    }

    private static Money stopAt(Money entryPrice, Fraction stop) {
        return entryPrice.timesRoundedDown(Fraction.ONE.minus(stop));
    }

    private static Money targetAt(Money entryPrice, Fraction target) {
        return entryPrice.negated().timesRoundedDown(Fraction.ONE.plus(target)).negated();
    }

    /** The same time of day so many days later; before the preceding close where no session is open then. */
    private static Instant swingMaxHoldAt(ExitTerms terms, Instant openedAt, TradingDays days) {
        Instant limit = openedAt.atZone(SessionCalendar.EXCHANGE_ZONE)
                .plus(Period.ofDays((int) terms.maxHold().toDays()))
                .toInstant();
        LocalDate date = SessionCalendar.tradingDate(limit);
        Session last = days.onOrBefore(date);
        if (limit.isBefore(last.open())) {
            last = days.onOrBefore(last.date().minusDays(1));
        }
        Instant beforeClose = last.beforeClose(terms.beforeClose());
        return limit.isBefore(beforeClose) ? limit : beforeClose;
    }

    private static Instant expirationRiskAt(
            ExitTerms terms, Strategy strategy, OptionContract contract, TradingDays days) {
        Instant onLastDay = days.onOrBefore(contract.expiry()).beforeClose(terms.beforeExpiryClose());
        if (strategy == Strategy.DAY) {
            return onLastDay;
        }
        Instant before =
                days.onOrAfter(contract.expiry().minusDays(LAST_DAYS_TO_EXPIRY)).beforeClose(terms.beforeClose());
        return before.isBefore(onLastDay) ? before : onLastDay;
    }
}
