package dev.opspipeline.sandbox.market;

/** How the price moved inside one bar: from the open by way of high and low to the close, a point every step. */
final class PricePath {

    private static final double NOISE_OF_RANGE = 0.2;
    private static final double TICKS_PER_DOLLAR = 10_000;

    private PricePath() {}

    /** So many points, the first at the bar's open and the last at its close, none outside its range. */
    static double[] of(Bar bar, int points, Seed seed) {
        Seed own = seed.with(bar.ticker()).with(bar.start().getEpochSecond());
        int last = points - 1;
        int first = 1 + own.with(1).below(last - 1);
        int second = 1 + own.with(2).below(last - 2);
        second += second >= first ? 1 : 0;
        boolean highFirst = own.with(3).unit() < 0.5;
        int high = highFirst ? Math.min(first, second) : Math.max(first, second);
        int low = high == first ? second : first;

        double[] path = new double[points];
        path[0] = bar.open();
        path[high] = bar.high();
        path[low] = bar.low();
        path[last] = bar.close();
        fill(path, 0, Math.min(high, low), bar, own);
        fill(path, Math.min(high, low), Math.max(high, low), bar, own);
        fill(path, Math.max(high, low), last, bar, own);
        return path;
    }

    private static void fill(double[] path, int from, int to, Bar bar, Seed seed) {
        double range = bar.high() - bar.low();
        for (int i = from + 1; i < to; i++) {
            double along = (double) (i - from) / (to - from);
            double straight = path[from] + (path[to] - path[from]) * along;
            double noise = (seed.with(10 + i).unit() - 0.5) * 2 * NOISE_OF_RANGE * range;
            double rounded = Math.rint((straight + noise) * TICKS_PER_DOLLAR) / TICKS_PER_DOLLAR;
            path[i] = Math.clamp(rounded, bar.low(), bar.high());
        }
    }
}
