package dev.opspipeline.signal;

/** Conviction, 0..5. Unlike confidence it never saturates, so that it can rank the best. */
final class Score {

    private static final double BEST = 5.0;
    private static final double USUAL_VOLUME = 1.0;

    private Score() {}

    /**
     * Rises with volume and distance, most in calm markets. Unknown volume counts as the usual.
     *
     * @param distance how far the price has moved in the trade's favour, a fraction
     */
    static double of(Features features, double distance) {
        double volume = Double.isNaN(features.volumeRatio()) ? USUAL_VOLUME : features.volumeRatio();
        double exponent = -Factors.volatility(features.volRatio()) * (1.0 + 100.0 * distance);
        // StrictMath: the same bits on every machine, as replays are compared.
        return BEST * (1.0 - StrictMath.pow(1.0 + volume, exponent));
    }
}
