package dev.opspipeline.exit;

import dev.opspipeline.market.Session;
import dev.opspipeline.market.SessionCalendar;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;

/**
 * The calendar, and what is assumed where it ends: every weekday beyond it is a session that closes at 13:00, the
 * exchange's earliest scheduled close. So no deadline is ever later than the true one's hour, and one that falls on what
 * turns out to be a holiday is acted on at the next open. A broker that could list no sessions does not stop an exit.
 */
record TradingDays(SessionCalendar calendar) {

    private static final LocalTime OPEN = LocalTime.of(9, 30);
    private static final LocalTime EARLIEST_CLOSE = LocalTime.of(13, 0);
    private static final LocalTime USUAL_CLOSE = LocalTime.of(16, 0);

    /** No holiday stretch is as long. */
    private static final int LONGEST_GAP_DAYS = 14;

    Optional<Session> on(LocalDate date) {
        return isKnown(date) ? calendar.on(date) : assumed(date, EARLIEST_CLOSE);
    }

    /** The last session on or before a date. */
    Session onOrBefore(LocalDate date) {
        return nearest(date, -1);
    }

    /** The first session on or after a date. */
    Session onOrAfter(LocalDate date) {
        return nearest(date, 1);
    }

    /** Whether an order can trade now; on days beyond the calendar, whether it usually could. */
    boolean isOpen(Instant now) {
        LocalDate date = SessionCalendar.tradingDate(now);
        return (isKnown(date) ? calendar.on(date) : assumed(date, USUAL_CLOSE))
                .filter(session -> session.contains(now))
                .isPresent();
    }

    private Session nearest(LocalDate date, int step) {
        for (int days = 0; days < LONGEST_GAP_DAYS; days++) {
            Optional<Session> session = on(date.plusDays((long) step * days));
            if (session.isPresent()) {
                return session.get();
            }
        }
        throw new IllegalStateException(
                "calendar must have a session within %d days of %s".formatted(LONGEST_GAP_DAYS, date));
    }

    /** Between the calendar's first and last session, both included. */
    private boolean isKnown(LocalDate date) {
        return calendar.onOrBefore(date).isPresent()
                && calendar.after(date.minusDays(1)).isPresent();
    }

    private static Optional<Session> assumed(LocalDate date, LocalTime close) {
        return date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY
                ? Optional.empty()
                : Optional.of(new Session(date, at(date, OPEN), at(date, close)));
    }

    private static Instant at(LocalDate date, LocalTime time) {
        return date.atTime(time).atZone(SessionCalendar.EXCHANGE_ZONE).toInstant();
    }
}
