package dev.opspipeline.exit;

import dev.opspipeline.exit.ExitPlan.Origin;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Session;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
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

    /** So that the position is flat by eleven: a market order takes seconds, not minutes. */
    private static final LocalTime GAP_CLOSES_FROM = LocalTime.of(10, 59);

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

    /**
     * The plan of something that was held before anybody here managed it. Its levels are made from what it is worth now, so
     * that adopting it does not sell it.
     *
     * @param price what can be had for it now, or has to be paid for a short, dollars per share
     */
    static ExitPlan adopt(
            ExitTerms terms,
            Instrument instrument,
            boolean isShort,
            Money price,
            Instant now,
            SessionCalendar calendar) {
        ExitPlan plan = make(terms, Strategy.SWING, instrument, price, now, calendar, Origin.FROZEN_AT_ENTRY);
        return isShort ? turned(plan, terms) : plan;
    }

    /** Of a short: it loses while the price rises. */
    private static ExitPlan turned(ExitPlan plan, ExitTerms terms) {
        Money price = plan.entryPrice();
        return new ExitPlan(
                plan.strategy(),
                price,
                plan.openedAt(),
                above(price, terms.stop()),
                below(price, terms.target().min(Fraction.ONE)),
                null,
                plan.maxHoldAt(),
                plan.endOfDayAt(),
                plan.overnightLossAt(),
                plan.expirationRiskAt(),
                plan.origin());
    }

    private static ExitPlan make(
            ExitTerms terms,
            Strategy strategy,
            Instrument instrument,
            Money entryPrice,
            Instant openedAt,
            SessionCalendar calendar,
            Origin origin) {
        TradingDays days = new TradingDays(calendar);
        Session session = openSession(openedAt, days);
        Instant beforeClose = session.beforeClose(terms.beforeClose());
        @Nullable
        Instant endOfDayAt = switch (strategy) {
            case DAY -> beforeClose;
            case GAP -> earlier(session.at(GAP_CLOSES_FROM), beforeClose);
            case SWING -> null;
        };
        return new ExitPlan(
                strategy,
                entryPrice,
                openedAt,
                below(entryPrice, terms.stop()),
                above(entryPrice, terms.target()),
                terms.trailing(),
                switch (strategy) {
                    case DAY, GAP ->
                        calendar.afterOpenTime(openedAt, terms.maxHold()).orElse(beforeClose);
                    case SWING -> swingMaxHoldAt(terms, openedAt, days);
                },
                endOfDayAt,
                strategy == Strategy.SWING && terms.closesOvernightLosers() ? beforeClose : null,
                switch (instrument) {
                    case OptionContract contract -> expirationRiskAt(terms, strategy, contract, days);
                    case Ticker stock -> null;
                },
                origin);
    }

    /** The session in which it was opened; the next one for what was opened outside of any. */
    private static Session openSession(Instant openedAt, TradingDays days) {
        LocalDate date = SessionCalendar.tradingDate(openedAt);
        Session session = days.onOrAfter(date);
        return openedAt.isBefore(session.close()) ? session : days.onOrAfter(date.plusDays(1));
    }

    private static Money below(Money price, Fraction share) {
        return price.timesRoundedDown(Fraction.ONE.minus(share));
    }

    private static Money above(Money price, Fraction share) {
        return price.negated().timesRoundedDown(Fraction.ONE.plus(share)).negated();
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
        return earlier(limit, beforeClose);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant expirationRiskAt(
            ExitTerms terms, Strategy strategy, OptionContract contract, TradingDays days) {
        Instant onLastDay = days.onOrBefore(contract.expiry()).beforeClose(terms.beforeExpiryClose());
        if (strategy.endsWithTheDay()) {
            return onLastDay;
        }
        Instant before =
                days.onOrAfter(contract.expiry().minusDays(LAST_DAYS_TO_EXPIRY)).beforeClose(terms.beforeClose());
        return earlier(before, onLastDay);
    }
}
