package dev.opspipeline.exit;

import dev.opspipeline.market.Session;
import dev.opspipeline.market.SessionCalendar;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** The exchange's sessions of 2026, written down here so that no test leans on what it tests. */
@NullMarked
final class Sessions {

    private static final Set<LocalDate> HOLIDAYS =
            Set.of(LocalDate.parse("2026-04-03"), LocalDate.parse("2026-11-26"), LocalDate.parse("2026-12-25"));
    private static final Set<LocalDate> HALF_DAYS =
            Set.of(LocalDate.parse("2026-11-27"), LocalDate.parse("2026-12-24"));

    static final SessionCalendar YEAR = between("2026-01-02", "2026-12-31");

    private Sessions() {}

    static SessionCalendar between(String from, String to) {
        return new SessionCalendar(LocalDate.parse(from)
                .datesUntil(LocalDate.parse(to).plusDays(1))
                .filter(date -> date.getDayOfWeek() != DayOfWeek.SATURDAY
                        && date.getDayOfWeek() != DayOfWeek.SUNDAY
                        && !HOLIDAYS.contains(date))
                .map(date -> new Session(
                        date,
                        newYork(date + "T09:30"),
                        newYork(date + (HALF_DAYS.contains(date) ? "T13:00" : "T16:00"))))
                .toList());
    }

    /** A time in New York, as in {@code 2026-04-09T15:45}. */
    static Instant newYork(String localTime) {
        return java.time.LocalDateTime.parse(localTime)
                .atZone(SessionCalendar.EXCHANGE_ZONE)
                .toInstant();
    }
}
