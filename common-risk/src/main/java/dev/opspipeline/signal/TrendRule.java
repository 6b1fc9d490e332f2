package dev.opspipeline.signal;

/**
 * Follows the trend of the short against the long average, near the short average and on unusual volume.
 *
 * <p>Direction comes from price and trend alone; everything else only weighs it.
 */
public final class TrendRule implements SignalRule {

    private static final double PULL_BACK = -0.005;

    private static final double SWING_CONFIDENCE = 0.50;
    private static final double DAY_CONFIDENCE = 0.65;
    private static final double DAY_CONFIDENCE_MOST = 0.75;
    private static final double CALM_VOLATILITY = 1.2;
    private static final double RISE_PER_VOLATILITY = 0.05 / 0.2;

    @Override
    public String name() {
        return "trend1";
    }

    @Override
    public Opinion judge(BarWindow bars, Features features, Sentiment sentiment) {
        return judge(features, sentiment);
    }

    Opinion judge(Features features, Sentiment sentiment) {
        if (features.trendState() == 0) {
            return new Opinion.Pass(HoldReason.NO_TREND, null);
        }
        double distance = features.trendState() * features.distanceSma20();
        if (distance < PULL_BACK) {
            return new Opinion.Pass(HoldReason.WRONG_SIDE, null);
        }
        if (distance >= Factors.FAR) {
            return new Opinion.Pass(HoldReason.OVEREXTENDED, null);
        }
        if (Double.isNaN(features.volRatio())) {
            return new Opinion.Pass(HoldReason.VOLATILITY_UNKNOWN, null);
        }
        return weigh(features, distance, sentiment);
    }

    private static Opinion weigh(Features features, double distance, Sentiment sentiment) {
        Action action = features.trendState() > 0 ? Action.BUY_CALL : Action.BUY_PUT;
        Confidence confidence = new Confidence(
                Factors.base(features.trendState(), distance, features.volRatio()),
                Factors.volume(features.volumeRatio()),
                Factors.move(distance),
                Factors.momentum(features.trendState(), distance, features.volumeRatio()),
                Factors.sentiment(action, sentiment));
        if (features.volumeRatio() < Factors.LEAST_VOLUME) {
            return new Opinion.Pass(HoldReason.LOW_VOLUME_RATIO, confidence);
        }
        double value = confidence.value();
        if (features.volumeSurge() && value >= dayConfidence(features.volRatio())) {
            return new Opinion.Buy(action, Strategy.DAY, Score.of(features, distance), confidence);
        }
        return value >= SWING_CONFIDENCE
                ? new Opinion.Buy(action, Strategy.SWING, Score.of(features, distance), confidence)
                : new Opinion.Pass(HoldReason.LOW_CONFIDENCE, confidence);
    }

    /** The more volatile the last half hour, the surer a day trade must be. */
    static double dayConfidence(double volRatio) {
        double rise = RISE_PER_VOLATILITY * Math.max(volRatio - CALM_VOLATILITY, 0.0);
        return Math.min(DAY_CONFIDENCE + rise, DAY_CONFIDENCE_MOST);
    }
}
