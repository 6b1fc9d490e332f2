package dev.opspipeline.signal;

import static java.util.Objects.requireNonNull;

import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last bars of one ticker: closes, volumes and one-minute returns.
 *
 * <p>A return is {@code close / previous close - 1} between consecutive bars of one session; the overnight return is
 * left out. A missing minute had no trade, so the return across it counts as one: leaving it out would hide the jump
 * after a halt, just when volatility matters. Everything is computed anew from the windows, always in the same order, so
 * that the result depends on the bars in them and on nothing before.
 *
 * <p>A bar that comes late, or again with other numbers, takes its place as if it had been there all the time.
 */
public final class BarWindow {

    /** How many bars, and how many returns, rules may look back on. */
    public static final int CAPACITY = 120;

    static final int SHORT_AVERAGE = 20;
    static final int LONG_AVERAGE = 50;
    static final int USUAL_VOLUME = 20;
    static final int SHORT_VOLATILITY = 30;
    static final int LEAST_RETURNS = LONG_AVERAGE - 1;

    /** A bar is judged by those before it, so that more are kept: the oldest may have to be judged anew. */
    static final int KEPT = CAPACITY + 2 * USUAL_VOLUME;

    /** Windows slide along arrays, to be in one piece; at the end they are moved back to the front. */
    private static final int LENGTH = 2 * KEPT;

    /** Averages of equal prices differ in the last bits; real ones, of prices in cents, differ by far more than this. */
    private static final double SAME = 1e-12;

    private final @Nullable Bar[] bars = new @Nullable Bar[LENGTH];
    private final @Nullable Session[] sessions = new @Nullable Session[LENGTH];
    private final double[] closes = new double[LENGTH];
    private final double[] volumes = new double[LENGTH];
    private final double[] returns = new double[LENGTH];
    private final BarFaults faults = new BarFaults();
    private int from;
    private int to;
    private int returnsTo;
    private int returnsKept;
    private @Nullable Session dayBefore;
    private double sessionOpen = Double.NaN;
    private double previousClose = Double.NaN;

    BarWindow() {}

    /** How many bars are remembered, 0 to {@link #CAPACITY}. */
    public int bars() {
        return Math.min(to - from, CAPACITY);
    }

    /** How many returns are remembered, 0 to {@link #CAPACITY}. */
    public int returns() {
        return returnsKept;
    }

    /** The close, in dollars, of the newest bar (0) or of one so many bars before it. */
    public double close(int barsAgo) {
        return closes[to - 1 - within(bars(), barsAgo)];
    }

    /** The shares traded in the newest bar (0) or in one so many bars before it. */
    public long volume(int barsAgo) {
        return (long) volumes[to - 1 - within(bars(), barsAgo)];
    }

    /** The newest return (0), a fraction, or one so many returns before it. */
    public double returnOf(int returnsAgo) {
        return returns[returnsTo - 1 - within(returns(), returnsAgo)];
    }

    /** The newest bar (0), or one so many bars before it. */
    public Bar bar(int barsAgo) {
        return requireNonNull(bars[to - 1 - within(bars(), barsAgo)]);
    }

    /** The session of the newest bar; there must be one. */
    public Session session() {
        return requireNonNull(sessions[to - 1]);
    }

    /** The close of the session before, in dollars; NaN when unknown. */
    public double previousClose() {
        return previousClose;
    }

    /** What keeps the ticker from being traded on these bars; null when they may be believed. */
    @Nullable
    HoldReason fault() {
        return faults.standing();
    }

    boolean isEmpty() {
        return to == from;
    }

    /** Later than every bar here. */
    boolean isNext(Bar bar) {
        return isEmpty() || bar.start().isAfter(bar(0).start());
    }

    /** Takes in the next bar, and the session before its own where that is known. */
    void add(Bar bar, Session session, @Nullable Session sessionBefore) {
        dayBefore = sessionBefore;
        if (to == LENGTH) {
            moveToFront();
        }
        boolean first = isEmpty() || !session.equals(session());
        if (first) {
            previousClose = !isEmpty() && session().equals(sessionBefore) ? closes[to - 1] : Double.NaN;
            sessionOpen = bar.open();
        } else {
            addReturn(bar.close() / closes[to - 1] - 1.0);
        }
        bars[to] = bar;
        sessions[to] = session;
        closes[to] = bar.close();
        volumes[to] = bar.volume();
        to++;
        if (to - from > KEPT) {
            bars[from] = null;
            sessions[from] = null;
            from++;
        }
        faults.look(this, first);
    }

    /**
     * Puts a bar that is not the next in its place.
     *
     * @return whether anything has changed: a bar that is known as it is, or too old to matter, changes nothing
     */
    boolean correct(Bar bar, Session session) {
        List<Bar> kept = new ArrayList<>(Arrays.asList(bars).subList(from, to));
        List<Session> theirs = new ArrayList<>(Arrays.asList(sessions).subList(from, to));
        int at = 0;
        while (kept.get(at).start().isBefore(bar.start())) {
            at++;
        }
        boolean known = kept.get(at).start().equals(bar.start());
        if (known ? kept.get(at).equals(bar) : at == 0 && kept.size() == KEPT) {
            return false;
        }
        if (known) {
            kept.set(at, bar);
        } else {
            kept.add(at, bar);
            theirs.add(at, session);
        }
        boolean began = theirs.getFirst().equals(session());
        double open = at == 0 && kept.size() < KEPT ? bar.open() : sessionOpen;
        double close = previousClose;
        rebuild(kept, theirs);
        if (began) {
            // The session's first bar, or the night before it, is no longer in the window.
            sessionOpen = open;
            previousClose = close;
        }
        return true;
    }

    private void rebuild(List<Bar> kept, List<Session> theirs) {
        from = 0;
        to = 0;
        returnsTo = 0;
        returnsKept = 0;
        faults.forget();
        for (int i = 0; i < kept.size(); i++) {
            add(kept.get(i), theirs.get(i), dayBefore);
        }
    }

    private void addReturn(double value) {
        if (returnsTo == LENGTH) {
            System.arraycopy(returns, returnsTo - returnsKept, returns, 0, returnsKept);
            returnsTo = returnsKept;
        }
        returns[returnsTo++] = value;
        returnsKept = Math.min(returnsKept + 1, CAPACITY);
    }

    private void moveToFront() {
        int size = to - from;
        System.arraycopy(bars, from, bars, 0, size);
        System.arraycopy(sessions, from, sessions, 0, size);
        System.arraycopy(closes, from, closes, 0, size);
        System.arraycopy(volumes, from, volumes, 0, size);
        Arrays.fill(bars, size, LENGTH, null);
        Arrays.fill(sessions, size, LENGTH, null);
        from = 0;
        to = size;
    }

    /** Enough bars and returns for every feature. */
    boolean isWarm() {
        return bars() >= LONG_AVERAGE && returns() >= LEAST_RETURNS;
    }

    /** Only of a warm window. */
    Features features() {
        double newest = Sums.of(closes, to - SHORT_AVERAGE, to);
        double older = Sums.of(closes, to - LONG_AVERAGE, to - SHORT_AVERAGE);
        double sma20 = newest / SHORT_AVERAGE;
        double sma50 = (newest + older) / LONG_AVERAGE;
        double distance = (closes[to - 1] - sma20) / sma20;
        return new Features(sma20, sma50, distance, trend(sma20, sma50), volRatio(), volumeRatio(), gap());
    }

    private static int trend(double sma20, double sma50) {
        double difference = sma20 - sma50;
        return Math.abs(difference) <= SAME * sma50 ? 0 : (int) Math.signum(difference);
    }

    private double volRatio() {
        double longer = Sums.deviation(returns, returnsTo - returnsKept, returnsTo);
        return longer > 0.0 ? Sums.deviation(returns, returnsTo - SHORT_VOLATILITY, returnsTo) / longer : Double.NaN;
    }

    /** The newest volume over the mean of the bars before; NaN when that mean is zero or there are too few bars. */
    double volumeRatio() {
        if (to - from <= USUAL_VOLUME) {
            return Double.NaN;
        }
        double sum = Sums.of(volumes, to - 1 - USUAL_VOLUME, to - 1);
        return sum > 0.0 ? volumes[to - 1] / (sum / USUAL_VOLUME) : Double.NaN;
    }

    /** Bars without volume among the last so many. */
    int emptyMinutes(int last) {
        int empty = 0;
        for (int i = Math.max(from, to - last); i < to; i++) {
            empty += volumes[i] == 0.0 ? 1 : 0;
        }
        return empty;
    }

    private double gap() {
        return (sessionOpen - previousClose) / previousClose;
    }

    private static int within(int size, int ago) {
        if (ago < 0 || ago >= size) {
            throw new IndexOutOfBoundsException("bars ago must be within 0 to " + (size - 1) + ", was " + ago);
        }
        return ago;
    }
}
