package dev.opspipeline.signal;

/**
 * What the last bars of one ticker say, as measured at one bar.
 *
 * @param sma20 mean of the last 20 closes, dollars
 * @param sma50 mean of the last 50 closes, dollars
 * @param distanceSma20 (close - sma20) / sma20, a fraction
 * @param trendState +1 when sma20 is above sma50, -1 when below, 0 when equal
 * @param volRatio volatility of the last 30 one-minute returns over that of the last 120, sample standard
 *     deviations; NaN when prices did not move at all
 * @param volumeRatio this bar's volume over the mean of the 20 bars before it; NaN when that mean is zero
 * @param gap (this session's first price - the close of the session before) / that close, a fraction; NaN when unknown
 */
public record Features(
        double sma20,
        double sma50,
        double distanceSma20,
        int trendState,
        double volRatio,
        double volumeRatio,
        double gap) {

    private static final double SURGE = 2.0;

    /** At least twice the usual volume. */
    public boolean volumeSurge() {
        return volumeRatio >= SURGE;
    }
}
