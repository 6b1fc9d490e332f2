package dev.opspipeline.signalengine;

import dev.opspipeline.account.Reply;
import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Session;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.market.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the desk fed: takes what operators want watched, warms it up from history, follows the feed, closes the gap after
 * each connection, polls while there is none, and breaks a connection that has gone silent. For one thread.
 */
final class MarketWatch implements OfferedTickers {

    private static final Logger log = LoggerFactory.getLogger(MarketWatch.class);
    private static final int CALENDAR_DAYS_BACK = 14;
    private static final int CALENDAR_DAYS_AHEAD = 30;
    private static final Duration SILENCE = Duration.ofMinutes(3);

    /** What is read once more: bars come late, and late trades change them. */
    private static final Duration OVERLAP = Duration.ofMinutes(5);

    /** A bar that ended so long ago is still told as it happens. */
    private static final Duration FRESH = Duration.ofMinutes(2);

    /** The sessions between two dates, both included. */
    @FunctionalInterface
    interface Sessions {
        Reply<List<Session>> between(LocalDate from, LocalDate to);
    }

    private final Sessions sessions;
    private final PastBars history;
    private final BarFeed feed;
    private final Function<SessionCalendar, BarDesk> desks;
    private final SignalJournal journal;
    private final InstantSource marketTime;
    private final BarAges ages = new BarAges();
    private final Complaints complaints;
    private List<Ticker> watched = List.of();
    private @Nullable WatchList wanted;
    private @Nullable String offered;
    private @Nullable BarDesk desk;
    private @Nullable SessionCalendar calendar;
    private @Nullable LocalDate calendarOf;
    private boolean behind = true;
    /** The end of the newest bar read: an answer without bars proves nothing. Null before the first. */
    private @Nullable Instant readUpTo;

    /** @param desks makes the desk once the sessions are known */
    MarketWatch(
            Sessions sessions,
            PastBars history,
            BarFeed feed,
            Function<SessionCalendar, BarDesk> desks,
            SignalJournal journal,
            InstantSource marketTime) {
        this.sessions = sessions;
        this.history = history;
        this.feed = feed;
        this.desks = desks;
        this.journal = journal;
        this.marketTime = marketTime;
        this.complaints = new Complaints(journal, marketTime);
    }

    /** Something is watched, and what came before has been seen. */
    boolean isReady() {
        return desk != null && !watched.isEmpty() && !behind;
    }

    /** What is missing, for whoever asks whether the engine is ready. */
    Optional<String> missing() {
        if (isReady()) {
            return Optional.empty();
        }
        return Optional.of(complaints.last().isEmpty() ? "bars are still to be read from history" : complaints.last());
    }

    List<Ticker> watched() {
        return watched;
    }

    BarAges ages() {
        return ages;
    }

    /**
     * What operators want watched. A list that is not understood, or names a ticker that nobody knows, is refused as a
     * whole, and the last one stays.
     */
    @Override
    public void offered(String text, String source) {
        if (!text.equals(offered)) {
            offered = text;
            try {
                wanted = WatchList.parse(text);
            } catch (IllegalArgumentException e) {
                refuse(source, String.valueOf(e.getMessage()));
                return;
            }
            takeWanted(source);
        } else if (wanted != null) {
            takeWanted(source);
        }
    }

    /** There is nothing to read where the tickers should stand, or nobody to ask. */
    @Override
    public void notOffered(String why) {
        complaints.raise("tickers", why);
    }

    private void takeWanted(String source) {
        WatchList list = wanted;
        Instant now = marketTime.instant();
        refreshCalendar();
        if (list == null || calendar == null) {
            return;
        }
        List<Ticker> added =
                list.tickers().stream().filter(t -> !watched.contains(t)).toList();
        switch (history.between(added, yesterdaysOpen(calendar, now), now)) {
            case Reply.Answer<List<Bar>>(List<Bar> bars) -> {
                wanted = null;
                Set<Ticker> known = bars.stream().map(Bar::ticker).collect(Collectors.toSet());
                List<Ticker> unknown =
                        added.stream().filter(t -> !known.contains(t)).toList();
                // Before the first day anybody knows of, nobody has bars.
                if (!unknown.isEmpty() && (!known.isEmpty() || !watched.isEmpty())) {
                    refuse(source, "no bars of %s since yesterday's open: unknown to the broker?".formatted(unknown));
                } else {
                    take(list, bars, source, now);
                }
            }
            case Reply.Refused<List<Bar>> refused -> complaints.raise("bars", refused);
            case Reply.Unavailable<List<Bar>>(String why) -> complaints.raise("bars", why);
        }
    }

    private void take(WatchList list, List<Bar> bars, String source, Instant now) {
        BarDesk taking = deskOrNew();
        watched.stream().filter(t -> !list.tickers().contains(t)).forEach(taking::forget);
        boolean first = watched.isEmpty();
        watched = list.tickers();
        ages.keepOnly(watched);
        seen(taking, bars, now);
        feed.follow(watched);
        if (first) {
            behind = false;
            haveRead(bars, now);
        }
        journal.noted("tickers.accepted", "%d tickers from %s: %s".formatted(watched.size(), source, watched), now);
        log.atInfo()
                .addKeyValue("tickers", watched.size())
                .addKeyValue("source", source)
                .log("Watching");
    }

    private void refuse(String source, String why) {
        wanted = null;
        complaints.refused(source, why);
    }

    /** A bar from the feed. */
    void live(Bar bar) {
        ages.heard(bar);
        // A bar that comes before the gap behind it is closed would keep it open: history brings it again.
        if (desk != null && !behind && watched.contains(bar.ticker())) {
            desk.live(bar);
        }
    }

    /** The feed has a new connection, or has lost something. */
    void missedSomething() {
        behind = true;
        catchUp();
    }

    /** Tries again what did not succeed. */
    void retry() {
        if (behind && feed.isConnected()) {
            catchUp();
        }
    }

    /** Regularly, in market time: polls while there is no feed, and looks for silence. */
    void look() {
        feed.refusal()
                .ifPresentOrElse(why -> complaints.raise("bar stream", why), () -> complaints.settled("bar stream"));
        Instant now = marketTime.instant();
        Optional<Session> open = calendar == null ? Optional.empty() : calendar.openAt(now);
        if (open.isEmpty() || watched.isEmpty()) {
            return;
        }
        if (!feed.isConnected()) {
            catchUp();
        } else if (Duration.between(ages.newest(open.get()), now).compareTo(SILENCE) >= 0) {
            feed.reconnect("no bar of any ticker since " + ages.newest(open.get()));
        }
        ages.look(watched, open.get(), now);
    }

    /** Reads what the feed did not bring: whatever is missing lies after the last reading. */
    private void catchUp() {
        refreshCalendar();
        SessionCalendar known = calendar;
        if (known == null || watched.isEmpty()) {
            return;
        }
        Instant now = marketTime.instant();
        switch (history.between(watched, gapStart(known, now), now)) {
            case Reply.Answer<List<Bar>>(List<Bar> bars) -> {
                seen(deskOrNew(), bars, now);
                behind = false;
                haveRead(bars, now);
                complaints.settled("bars");
            }
            case Reply.Refused<List<Bar>> refused -> complaints.raise("bars", refused);
            case Reply.Unavailable<List<Bar>>(String why) -> complaints.raise("bars", why);
        }
    }

    private void haveRead(List<Bar> bars, Instant now) {
        bars.stream()
                .map(Bar::end)
                .filter(end -> !end.isAfter(now) && (readUpTo == null || end.isAfter(readUpTo)))
                .max(Comparator.naturalOrder())
                .ifPresent(newest -> readUpTo = newest);
    }

    /**
     * A new connection on a new day reads from yesterday's open, for a split overnight changes what was; so does a clock that
     * went back. Polls only go on: before the day's first bar each of them would read it all.
     */
    private Instant gapStart(SessionCalendar known, Instant now) {
        Instant read = readUpTo;
        if (read == null || read.isAfter(now)) {
            return yesterdaysOpen(known, now);
        }
        boolean today = SessionCalendar.tradingDate(read).equals(SessionCalendar.tradingDate(now));
        return behind && !today ? yesterdaysOpen(known, now) : read.minus(OVERLAP);
    }

    /** Bars that have just ended are told as if the feed had brought them; those before only make up the past. */
    private void seen(BarDesk desk, List<Bar> bars, Instant now) {
        // The minute that is still running is not a bar yet.
        List<Bar> whole = bars.stream().filter(bar -> !bar.end().isAfter(now)).toList();
        whole.forEach(ages::heard);
        Instant fresh = behind ? now : now.minus(FRESH);
        desk.past(whole.stream().filter(bar -> !bar.end().isAfter(fresh)).toList(), now);
        whole.stream().filter(bar -> bar.end().isAfter(fresh)).forEach(desk::live);
    }

    private BarDesk deskOrNew() {
        BarDesk known = desk;
        if (known == null && calendar != null) {
            known = desks.apply(calendar);
            desk = known;
        }
        if (known == null) {
            throw new IllegalStateException("bars before the calendar");
        }
        return known;
    }

    /** Once a trading date: a calendar read weeks ago would let the engine fall silent when it runs out. */
    void refreshCalendar() {
        LocalDate today = SessionCalendar.tradingDate(marketTime.instant());
        if (today.equals(calendarOf)) {
            return;
        }
        switch (sessions.between(today.minusDays(CALENDAR_DAYS_BACK), today.plusDays(CALENDAR_DAYS_AHEAD))) {
            case Reply.Answer<List<Session>>(List<Session> known) -> {
                calendar = new SessionCalendar(known);
                calendarOf = today;
                if (desk != null) {
                    desk.follow(calendar);
                }
            }
            case Reply.Refused<List<Session>> refused -> complaints.raise("calendar", refused);
            case Reply.Unavailable<List<Session>>(String why) -> complaints.raise("calendar", why);
        }
    }

    private static Instant yesterdaysOpen(SessionCalendar calendar, Instant now) {
        return calendar.onOrBefore(SessionCalendar.tradingDate(now).minusDays(1))
                .map(Session::open)
                .orElse(now.minus(Duration.ofDays(1)));
    }
}
