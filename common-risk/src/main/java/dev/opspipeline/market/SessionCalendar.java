package dev.opspipeline.market;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The exchange's sessions as the broker lists them, holidays and early closes included. The only place that knows a zone. */
public final class SessionCalendar {

    public static final ZoneId EXCHANGE_ZONE = ZoneId.of("America/New_York");

    private final NavigableMap<LocalDate, Session> sessions = new TreeMap<>();

    public SessionCalendar(Collection<Session> sessions) {
        sessions.forEach(session -> this.sessions.put(session.date(), session));
    }

    /** The exchange's calendar date at an instant: the day that counts and losses belong to. */
    public static LocalDate tradingDate(Instant instant) {
        return instant.atZone(EXCHANGE_ZONE).toLocalDate();
    }

    /** The session of a date; empty on weekends, holidays and dates outside the calendar. */
    public Optional<Session> on(LocalDate date) {
        return Optional.ofNullable(sessions.get(date));
    }

    /** The session of the instant's trading date, whether or not it is open then. */
    public Optional<Session> today(Instant instant) {
        return on(tradingDate(instant));
    }

    /** The session that is open at the instant. */
    public Optional<Session> openAt(Instant instant) {
        return today(instant).filter(session -> session.contains(instant));
    }

    /** The first session after a date. */
    public Optional<Session> after(LocalDate date) {
        return Optional.ofNullable(sessions.higherEntry(date)).map(java.util.Map.Entry::getValue);
    }

    /** The last session on or before a date. */
    public Optional<Session> onOrBefore(LocalDate date) {
        return Optional.ofNullable(sessions.floorEntry(date)).map(java.util.Map.Entry::getValue);
    }

    /** Time the market was open between two instants. */
    public Duration openTimeBetween(Instant from, Instant to) {
        Duration open = Duration.ZERO;
        for (Session session : overlapping(from, to)) {
            Instant start = session.open().isAfter(from) ? session.open() : from;
            Instant end = session.close().isBefore(to) ? session.close() : to;
            if (start.isBefore(end)) {
                open = open.plus(Duration.between(start, end));
            }
        }
        return open;
    }

    /** The instant at which the market will have been open for so long since {@code from}; empty beyond the calendar. */
    public Optional<Instant> afterOpenTime(Instant from, Duration duration) {
        Duration left = duration;
        Iterator<Session> remaining =
                sessions.tailMap(tradingDate(from)).values().iterator();
        while (remaining.hasNext()) {
            Session session = remaining.next();
            Instant start = session.open().isAfter(from) ? session.open() : from;
            if (!start.isBefore(session.close())) {
                continue;
            }
            Duration available = Duration.between(start, session.close());
            if (left.compareTo(available) <= 0) {
                return Optional.of(start.plus(left));
            }
            left = left.minus(available);
        }
        return Optional.empty();
    }

    private Collection<Session> overlapping(Instant from, Instant to) {
        LocalDate first = tradingDate(from);
        LocalDate last = tradingDate(to);
        return last.isBefore(first)
                ? java.util.List.of()
                : sessions.subMap(first, true, last, true).values();
    }
}
