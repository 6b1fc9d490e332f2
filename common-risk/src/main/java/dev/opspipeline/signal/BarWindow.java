package dev.opspipeline.signal;

/**
 * The last bars of one ticker: closes, volumes and one-minute returns.
 *
 * <p>A return is {@code close / previous close - 1} between consecutive bars of one session; the overnight return is
 * left out. A missing minute had no trade, so the return across it counts as one: leaving it out would hide the jump
 * after a halt, just when volatility matters. Everything is computed anew from the windows, oldest first, so that the
 * result depends on the bars in them and on nothing before.
 */
public final class BarWindow {

    /** How many bars, and how many returns, are remembered. */
    public static final int CAPACITY = 120;

    static final int SHORT_AVERAGE = 20;
    static final int LONG_AVERAGE = 50;
    static final int USUAL_VOLUME = 20;
    static final int SHORT_VOLATILITY = 30;
    static final int LEAST_RETURNS = LONG_AVERAGE - 1;

    /** Averages of equal prices differ in the last bits; real ones, of prices in cents, differ by far more than this. */
    private static final double SAME = 1e-12;

    private final double[] closes = new double[CAPACITY];
    private final long[] volumes = new long[CAPACITY];
    private final double[] returns = new double[CAPACITY];
    private int barsSeen;
    private int returnsSeen;
    private long lastMinute = Long.MIN_VALUE;
    private long lastSession = Long.MIN_VALUE;

    BarWindow() {}

    /** How many bars are remembered, 0 to {@link #CAPACITY}. */
    public int bars() {
        return Math.min(barsSeen, CAPACITY);
    }

    /** How many returns are remembered, 0 to {@link #CAPACITY}. */
    public int returns() {
        return Math.min(returnsSeen, CAPACITY);
    }

    /** The close, in dollars, of the newest bar (0) or of one so many bars before it. */
    public double close(int barsAgo) {
        return closes[slot(barsSeen, bars(), barsAgo)];
    }

    /** The shares traded in the newest bar (0) or in one so many bars before it. */
    public long volume(int barsAgo) {
        return volumes[slot(barsSeen, bars(), barsAgo)];
    }

    /** The newest return (0), a fraction, or one so many returns before it. */
    public double returnOf(int returnsAgo) {
        return returns[slot(returnsSeen, returns(), returnsAgo)];
    }

    boolean isNewer(long minute) {
        return minute > lastMinute;
    }

    /** Takes in a newer bar: its minute since the epoch, its session's day since the epoch, close and volume. */
    void add(long minute, long session, double close, long volume) {
        if (session == lastSession) {
            returns[returnsSeen % CAPACITY] = close / close(0) - 1.0;
            returnsSeen = next(returnsSeen);
        }
        closes[barsSeen % CAPACITY] = close;
        volumes[barsSeen % CAPACITY] = volume;
        barsSeen = next(barsSeen);
        lastMinute = minute;
        lastSession = session;
    }

    /** Enough bars and returns for every feature. */
    boolean isWarm() {
        return bars() >= LONG_AVERAGE && returns() >= LEAST_RETURNS;
    }

    /** Only of a warm window. */
    Features features() {
        double sma20 = meanClose(SHORT_AVERAGE);
        double sma50 = meanClose(LONG_AVERAGE);
        double distance = (close(0) - sma20) / sma20;
        return new Features(sma20, sma50, distance, trend(sma20, sma50), volRatio(), volumeRatio());
    }

    private static int trend(double sma20, double sma50) {
        double gap = sma20 - sma50;
        return Math.abs(gap) <= SAME * sma50 ? 0 : (int) Math.signum(gap);
    }

    private double volRatio() {
        double longer = deviation(returns());
        return longer > 0.0 ? deviation(SHORT_VOLATILITY) / longer : Double.NaN;
    }

    private double volumeRatio() {
        double sum = 0;
        for (int ago = USUAL_VOLUME; ago >= 1; ago--) {
            sum += volume(ago);
        }
        return sum > 0.0 ? volume(0) / (sum / USUAL_VOLUME) : Double.NaN;
    }

    private double meanClose(int count) {
        double sum = 0.0;
        for (int ago = count - 1; ago >= 0; ago--) {
            sum += close(ago);
        }
        return sum / count;
    }

    /** The sample standard deviation (divided by n - 1) of the last returns. */
    private double deviation(int count) {
        double sum = 0.0;
        for (int ago = count - 1; ago >= 0; ago--) {
            sum += returnOf(ago);
        }
        double mean = sum / count;
        double squares = 0.0;
        for (int ago = count - 1; ago >= 0; ago--) {
            double deviation = returnOf(ago) - mean;
            squares += deviation * deviation;
        }
        return Math.sqrt(squares / (count - 1));
    }

    private static int slot(int seen, int size, int ago) {
        if (ago < 0 || ago >= size) {
            throw new IndexOutOfBoundsException("bars ago must be within 0 to " + (size - 1) + ", was " + ago);
        }
        return (seen - 1 - ago) % CAPACITY;
    }

    /** Counts on without ever overflowing: twice the capacity stands for "full", at the same slot. */
    private static int next(int seen) {
        return seen + 1 == 3 * CAPACITY ? 2 * CAPACITY : seen + 1;
    }
}
