package dev.opspipeline.signal;

/** The factors of confidence, each a table from what was measured to a multiplier. Distances are fractions. */
final class Factors {

    private static final double PERCENT = 0.01;

    /** Beyond this distance from the short average nothing is traded, and quality is 0. */
    static final double FAR = 2 * PERCENT;

    /** Below this share of the usual volume nothing is traded. */
    static final double LEAST_VOLUME = 0.5;

    private Factors() {}

    static double base(int trendState, double distance, double volRatio) {
        double trend = trendState == 0 ? 0.5 : 1.0;
        double quality = 1.0 - Math.min(Math.abs(distance) / FAR, 1.0);
        return 0.35 * trend + 0.25 * quality + 0.20 * volatility(volRatio) + 0.20;
    }

    static double volatility(double volRatio) {
        if (volRatio < 0.8) {
            return 0.7;
        }
        return volRatio <= 1.3 ? 1.0 : 0.5;
    }

    /** Zero means hold; an unknown ratio (NaN) has its own value. */
    static double volume(double volumeRatio) {
        if (Double.isNaN(volumeRatio)) {
            return 0.5;
        }
        if (volumeRatio < LEAST_VOLUME) {
            return 0.0;
        }
        if (volumeRatio < 1.5) {
            return 0.3;
        }
        if (volumeRatio < 2.0) {
            return 0.8;
        }
        if (volumeRatio < 3.0) {
            return 1.15;
        }
        return volumeRatio < 5.0 ? 1.25 : 1.35;
    }

    /** How far the price has already moved the trade's way. */
    static double move(double distanceInDirection) {
        return 0.5 + 0.5 * Math.clamp(distanceInDirection / PERCENT, 0.0, 1.0);
    }

    static double momentum(int trendState, double distance, double volumeRatio) {
        double far = Math.abs(distance);
        if (volumeRatio >= 2.5 && far >= PERCENT && trendState != 0) {
            return 1.25;
        }
        return volumeRatio >= 2.0 && far >= 0.008 ? 1.10 : 1.0;
    }

    /** Agreeing news adds up to a quarter, opposing news takes up to a fifth; full weight from five articles on. */
    static double sentiment(Action action, Sentiment sentiment) {
        double weight = Math.min(sentiment.articles() / 5.0, 1.0);
        double agreement = action == Action.BUY_CALL ? sentiment.polarity() : -sentiment.polarity();
        return 1.0 + (agreement > 0.0 ? 0.25 : 0.20) * agreement * weight;
    }
}
