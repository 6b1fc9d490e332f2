package dev.opspipeline.contract;

import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Recommendation;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which expiries a strategy buys, and which part of the chain has to be read for it. */
final class ExpiryRule {

    /** A contract that expires today is bought only until so long before the close. */
    static final Duration LAST_ENTRY_ON_EXPIRY = Duration.ofHours(3);

    private static final int NEAR_DAYS = 1;
    private static final int FURTHEST_DAY_TRADE_DAYS = 7;
    private static final int SWING_FROM_DAYS = 7;
    private static final int SWING_TO_DAYS = 30;
    /** Strikes are read from a little in the money to where a delta of 0.20 is rarely found any more. */
    private static final Fraction IN_THE_MONEY = Fraction.of("0.01");

    private static final Fraction OUT_OF_THE_MONEY_DAY = Fraction.of("0.08");
    private static final Fraction OUT_OF_THE_MONEY_SWING = Fraction.of("0.15");

    private ExpiryRule() {}

    static OptionMarket.ChainQuery query(Recommendation recommendation, Instant now) {
        LocalDate today = SessionCalendar.tradingDate(now);
        Money spot = recommendation.underlyingPrice();
        boolean day = recommendation.strategy().endsWithTheDay();
        Money in = spot.times(IN_THE_MONEY);
        Money out = spot.times(day ? OUT_OF_THE_MONEY_DAY : OUT_OF_THE_MONEY_SWING);
        boolean call = switch (recommendation.action()) {
            case BUY_CALL -> true;
            case BUY_PUT -> false;
        };
        return new OptionMarket.ChainQuery(
                recommendation.ticker(),
                recommendation.action().optionType(),
                day ? today : today.plusDays(SWING_FROM_DAYS),
                today.plusDays(day ? FURTHEST_DAY_TRADE_DAYS : SWING_TO_DAYS),
                spot.minus(call ? in : out),
                spot.plus(call ? out : in));
    }

    /** The expiries to choose among: of a day trade today's and tomorrow's, else the nearest listed within a week. */
    static NavigableSet<LocalDate> eligible(ContractSearch search) {
        LocalDate today = search.tradingDate();
        NavigableSet<LocalDate> listed = search.listings().stream()
                .filter(listing -> fits(search, listing))
                .map(listing -> listing.contract().expiry())
                .collect(Collectors.toCollection(TreeSet::new));
        return switch (search.strategy()) {
            case SWING -> listed.subSet(today.plusDays(SWING_FROM_DAYS), true, today.plusDays(SWING_TO_DAYS), true);
            case DAY, GAP -> dayTrade(search, listed, today);
        };
    }

    /** Right underlying, right type, and the broker takes orders in it. */
    static boolean fits(ContractSearch search, OptionListing listing) {
        return listing.tradable()
                && listing.contract()
                        .underlying()
                        .equals(search.recommendation().ticker())
                && listing.contract().type() == search.recommendation().action().optionType();
    }

    private static NavigableSet<LocalDate> dayTrade(
            ContractSearch search, NavigableSet<LocalDate> listed, LocalDate today) {
        boolean expiringToday = search.now().isBefore(search.session().beforeClose(LAST_ENTRY_ON_EXPIRY));
        LocalDate first = expiringToday ? today : today.plusDays(1);
        LocalDate near = today.plusDays(NEAR_DAYS);
        NavigableSet<LocalDate> nearest = listed.subSet(first, true, near, true);
        if (!nearest.isEmpty()) {
            return nearest;
        }
        LocalDate next = listed.higher(near);
        boolean withinReach = next != null && !next.isAfter(today.plusDays(FURTHEST_DAY_TRADE_DAYS));
        return withinReach ? listed.subSet(next, true, next, true) : new TreeSet<>();
    }
}
