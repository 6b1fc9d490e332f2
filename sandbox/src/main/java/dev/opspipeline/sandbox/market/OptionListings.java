package dev.opspipeline.sandbox.market;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** Which contracts are listed on a ticker, and how much they trade. */
final class OptionListings {

    /** The names with expiries on Mondays and Wednesdays too, and with the narrowest spreads. */
    static final Set<String> MOST_LIQUID =
            Set.of("SPY", "QQQ", "AAPL", "AMZN", "NVDA", "TSLA", "META", "MSFT", "GOOGL", "AMD");

    private static final int LONGEST_DAYS = 45;
    private static final double STRIKES_WITHIN = 0.15;
    private static final double NARROWEST_INTEREST = 0.03;

    private final TradingCalendar calendar;
    private final LocalDate date;
    private final Seed seed;

    OptionListings(TradingCalendar calendar, LocalDate date, Seed seed) {
        this.calendar = calendar;
        this.date = date;
        this.seed = seed;
    }

    /** Sorted by symbol. */
    List<ListedOption> of(String ticker, double spot, double volatility) {
        List<ListedOption> listed = new ArrayList<>();
        for (LocalDate expiry : expiries(ticker)) {
            for (BigDecimal strike : strikes(spot)) {
                listed.add(listed(ticker, expiry, true, strike, spot, volatility));
                listed.add(listed(ticker, expiry, false, strike, spot, volatility));
            }
        }
        listed.sort(Comparator.comparing(ListedOption::symbol));
        return List.copyOf(listed);
    }

    /** Fridays, or the day before when the exchange is closed; for the most liquid names open Mondays and Wednesdays as well. */
    NavigableSet<LocalDate> expiries(String ticker) {
        NavigableSet<LocalDate> expiries = new TreeSet<>();
        for (LocalDate day = date; !day.isAfter(date.plusDays(LONGEST_DAYS)); day = day.plusDays(1)) {
            boolean open = calendar.session(day).isPresent();
            DayOfWeek weekday = day.getDayOfWeek();
            if (weekday == DayOfWeek.FRIDAY) {
                expiries.add(open ? day : day.minusDays(1));
            } else if (open
                    && MOST_LIQUID.contains(ticker)
                    && (weekday == DayOfWeek.MONDAY || weekday == DayOfWeek.WEDNESDAY)) {
                expiries.add(day);
            }
        }
        expiries.removeIf(expiry -> expiry.isBefore(date));
        return expiries;
    }

    static List<BigDecimal> strikes(double spot) {
        BigDecimal grid = new BigDecimal(spot < 25 ? "0.5" : spot < 100 ? "1" : spot < 250 ? "2.5" : "5");
        List<BigDecimal> strikes = new ArrayList<>();
        long first = (long) Math.ceil(spot * (1 - STRIKES_WITHIN) / grid.doubleValue());
        long last = (long) Math.floor(spot * (1 + STRIKES_WITHIN) / grid.doubleValue());
        for (long i = Math.max(1, first); i <= last; i++) {
            strikes.add(grid.multiply(BigDecimal.valueOf(i)));
        }
        return strikes;
    }

    private ListedOption listed(
            String ticker, LocalDate expiry, boolean call, BigDecimal strike, double spot, double volatility) {
        long days = ChronoUnit.DAYS.between(date, expiry);
        double usualMove = volatility * Math.sqrt((days + 1) / 365.0);
        double distance = Math.abs(Math.log(strike.doubleValue() / spot));
        double closeness = Math.exp(-distance / Math.max(NARROWEST_INTEREST, usualMove));
        double busiest = (MOST_LIQUID.contains(ticker) ? 12_000 : 2_500) * Math.exp(-days / 20.0);
        Seed own = seed.with(ListedOption.symbol(ticker, expiry, call, strike));
        long volume = Math.round(busiest * closeness * (0.4 + 1.2 * own.with(1).unit()));
        long openInterest =
                Math.round(2 * busiest * closeness * (0.4 + 1.2 * own.with(2).unit()));
        return new ListedOption(ticker, expiry, call, strike, openInterest, volume);
    }
}
