package dev.opspipeline.sandbox.market;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** One day of recorded bars, played again under a clock driven from outside; earlier days are its history. */
public final class MarketReplay {

    /** The price moves once in this time. */
    public static final Duration STEP = Duration.ofSeconds(5);

    private final TradingSession session;
    private final NavigableMap<String, Tape> tapes;
    private Instant now;

    private MarketReplay(TradingSession session, NavigableMap<String, Tape> tapes) {
        this.session = session;
        this.tapes = tapes;
        this.now = session.open().minus(Duration.ofHours(1));
    }

    /**
     * A replay that stands one hour before the open. Only bars of regular hours are used.
     *
     * @throws IllegalArgumentException when the exchange is closed on that date or no ticker has bars of it
     */
    public static MarketReplay of(LocalDate date, List<Bar> bars, TradingCalendar calendar, Seed seed) {
        TradingSession session = calendar.session(date)
                .orElseThrow(() -> new IllegalArgumentException("the exchange is closed on " + date));
        NavigableMap<String, List<Bar>> history = new TreeMap<>();
        NavigableMap<String, List<Bar>> today = new TreeMap<>();
        NavigableSet<LocalDate> dates = new TreeSet<>();
        for (Bar bar : bars) {
            LocalDate barDate = TradingCalendar.dateOf(bar.start());
            dates.add(barDate);
            if (barDate.isAfter(date) || !calendar.isOpen(bar.start())) {
                continue;
            }
            (barDate.equals(date) ? today : history)
                    .computeIfAbsent(bar.ticker(), ticker -> new ArrayList<>())
                    .add(bar);
        }
        if (today.isEmpty()) {
            throw new IllegalArgumentException("no bars of " + date
                    + (dates.isEmpty() ? "" : ": there are bars from " + dates.first() + " to " + dates.last()));
        }
        NavigableMap<String, Tape> tapes = new TreeMap<>();
        today.forEach((ticker, played) ->
                tapes.put(ticker, new Tape(inOrder(history.getOrDefault(ticker, List.of())), inOrder(played), seed)));
        return new MarketReplay(session, tapes);
    }

    private static List<Bar> inOrder(List<Bar> bars) {
        return bars.stream().sorted(Comparator.comparing(Bar::start)).toList();
    }

    /**
     * Moves market time forward.
     *
     * @return the bars that became known: minute by minute, in ticker order within one
     * @throws IllegalArgumentException when the instant lies in the past
     */
    public List<Bar> advanceTo(Instant to) {
        if (to.isBefore(now)) {
            throw new IllegalArgumentException("market time can't go back from " + now + " to " + to);
        }
        now = to;
        List<Bar> known = new ArrayList<>();
        for (Tape tape : tapes.values()) {
            known.addAll(tape.advanceTo(to));
        }
        known.sort(Comparator.comparing(Bar::start).thenComparing(Bar::ticker));
        return known;
    }

    public Instant now() {
        return now;
    }

    public TradingSession session() {
        return session;
    }

    /** The tickers that trade today, in alphabetical order. */
    public List<String> tickers() {
        return List.copyOf(tapes.keySet());
    }

    /** Dollars per share now. */
    public double price(String ticker) {
        return tape(ticker).priceAt(now);
    }

    /** Dollars per share at the first trade of the day: known to the sandbox, not to anybody it serves, before the open. */
    public double openingPrice(String ticker) {
        return tape(ticker).openingPrice();
    }

    /** The bars of earlier days, oldest first. */
    public List<Bar> history(String ticker) {
        return tape(ticker).history();
    }

    /** The bars known now, earlier days' and today's, oldest first; empty for a ticker that does not trade. */
    public List<Bar> known(String ticker) {
        return tapes.containsKey(ticker) ? tape(ticker).known() : List.of();
    }

    private Tape tape(String ticker) {
        Tape tape = tapes.get(ticker);
        if (tape == null) {
            throw new IllegalArgumentException("no bars of " + ticker + " on " + session.date());
        }
        return tape;
    }
}
