package dev.opspipeline.sandbox.market;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The New York Stock Exchange's sessions by its published rules; checked for 2013 to 2027. */
public final class TradingCalendar {

    /** The exchange's zone. */
    public static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private static final LocalTime OPEN = LocalTime.of(9, 30);
    private static final LocalTime CLOSE = LocalTime.of(16, 0);
    private static final LocalTime EARLY_CLOSE = LocalTime.of(13, 0);
    private static final int FIRST_YEAR_OF_JUNETEENTH = 2022;

    /** National days of mourning. */
    private static final Set<LocalDate> CLOSED_BY_DECREE = Set.of(LocalDate.of(2018, 12, 5), LocalDate.of(2025, 1, 9));

    /** The session of a date; empty on weekends and holidays. */
    public Optional<TradingSession> session(LocalDate date) {
        if (isWeekend(date) || isHoliday(date)) {
            return Optional.empty();
        }
        LocalTime close = isHalfDay(date) ? EARLY_CLOSE : CLOSE;
        return Optional.of(new TradingSession(date, at(date, OPEN), at(date, close)));
    }

    /** The sessions between two dates, both included. */
    public List<TradingSession> sessions(LocalDate from, LocalDate to) {
        return from.datesUntil(to.plusDays(1))
                .map(this::session)
                .flatMap(Optional::stream)
                .toList();
    }

    public boolean isOpen(Instant at) {
        return session(dateOf(at)).map(session -> session.contains(at)).orElse(false);
    }

    /** The first session that opens after an instant. */
    public TradingSession nextToOpen(Instant after) {
        return dateOf(after)
                .datesUntil(dateOf(after).plusDays(30))
                .flatMap(date -> session(date).stream())
                .filter(session -> session.open().isAfter(after))
                .findFirst()
                .orElseThrow();
    }

    /** The first session that closes after an instant. */
    public TradingSession nextToClose(Instant after) {
        return dateOf(after)
                .datesUntil(dateOf(after).plusDays(30))
                .flatMap(date -> session(date).stream())
                .filter(session -> session.close().isAfter(after))
                .findFirst()
                .orElseThrow();
    }

    /** The exchange's date at an instant. */
    public static LocalDate dateOf(Instant at) {
        return at.atZone(NEW_YORK).toLocalDate();
    }

    private static Instant at(LocalDate date, LocalTime time) {
        return date.atTime(time).atZone(NEW_YORK).toInstant();
    }

    private static boolean isWeekend(LocalDate date) {
        return date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    private static boolean isHoliday(LocalDate date) {
        int year = date.getYear();
        LocalDate newYear = LocalDate.of(year, Month.JANUARY, 1);
        // A New Year's Day on Saturday is not made up for: the Friday closes the books of the old year.
        return date.equals(newYear.getDayOfWeek() == DayOfWeek.SUNDAY ? newYear.plusDays(1) : newYear)
                || date.equals(nth(3, DayOfWeek.MONDAY, year, Month.JANUARY))
                || date.equals(nth(3, DayOfWeek.MONDAY, year, Month.FEBRUARY))
                || date.equals(easter(year).minusDays(2))
                || date.equals(nth(-1, DayOfWeek.MONDAY, year, Month.MAY))
                || (year >= FIRST_YEAR_OF_JUNETEENTH && date.equals(observed(LocalDate.of(year, Month.JUNE, 19))))
                || date.equals(observed(LocalDate.of(year, Month.JULY, 4)))
                || date.equals(nth(1, DayOfWeek.MONDAY, year, Month.SEPTEMBER))
                || date.equals(thanksgiving(year))
                || date.equals(observed(LocalDate.of(year, Month.DECEMBER, 25)))
                || CLOSED_BY_DECREE.contains(date);
    }

    private static boolean isHalfDay(LocalDate date) {
        boolean mondayToThursday = date.getDayOfWeek().compareTo(DayOfWeek.THURSDAY) <= 0;
        boolean dayBefore = (date.getMonth() == Month.JULY && date.getDayOfMonth() == 3)
                || (date.getMonth() == Month.DECEMBER && date.getDayOfMonth() == 24);
        return (mondayToThursday && dayBefore)
                || date.equals(thanksgiving(date.getYear()).plusDays(1));
    }

    private static LocalDate thanksgiving(int year) {
        return nth(4, DayOfWeek.THURSDAY, year, Month.NOVEMBER);
    }

    private static LocalDate observed(LocalDate holiday) {
        return switch (holiday.getDayOfWeek()) {
            case SATURDAY -> holiday.minusDays(1);
            case SUNDAY -> holiday.plusDays(1);
            case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> holiday;
        };
    }

    private static LocalDate nth(int ordinal, DayOfWeek day, int year, Month month) {
        return LocalDate.of(year, month, 1).with(TemporalAdjusters.dayOfWeekInMonth(ordinal, day));
    }

    /** Easter Sunday of the western church: the Sunday after the first full moon of spring, by the computus. */
    private static LocalDate easter(int year) {
        int century = year / 100;
        int golden = year % 19;
        int epact = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
        int weekday = (32 + 2 * (century % 4) + 2 * (year % 100 / 4) - epact - year % 4) % 7;
        int correction = (golden + 11 * epact + 22 * weekday) / 451;
        int days = epact + weekday - 7 * correction + 114;
        return LocalDate.of(year, days / 31, days % 31 + 1);
    }
}
