package dev.opspipeline.signal;

import dev.opspipeline.market.Session;
import java.time.Duration;
import java.time.Instant;

/**
 * Bets that an opening gap closes again: puts after a gap up, calls after a gap down, in the first hour, for as long as
 * the price has not come back to where the last session ended.
 */
public final class GapFadeRule implements SignalRule {

    /** 09:35 and 10:30. */
    private static final Duration FROM_AFTER_OPEN = Duration.ofMinutes(5);

    private static final Duration UNTIL_AFTER_OPEN = Duration.ofMinutes(60);
    private static final double LEAST_GAP = 0.008;

    /** The rule has one confidence: nothing that is measured raises or lowers it. */
    private static final Confidence CONFIDENCE = new Confidence(0.70, 1.0, 1.0, 1.0, 1.0);

    @Override
    public String name() {
        return "gap1";
    }

    @Override
    public Opinion judge(BarWindow bars, Features features, Sentiment sentiment) {
        Session session = bars.session();
        Instant knownAt = bars.bar(0).end();
        boolean inHours = !knownAt.isBefore(session.open().plus(FROM_AFTER_OPEN))
                && knownAt.isBefore(session.open().plus(UNTIL_AFTER_OPEN));
        if (!inHours) {
            return new Opinion.Pass(HoldReason.OUT_OF_HOURS, null);
        }
        return judge(features, bars.close(0), bars.previousClose());
    }

    static Opinion judge(Features features, double close, double previousClose) {
        double gap = features.gap();
        if (Double.isNaN(gap)) {
            return new Opinion.Pass(HoldReason.GAP_UNKNOWN, null);
        }
        if (Math.abs(gap) < LEAST_GAP) {
            return new Opinion.Pass(HoldReason.NO_GAP, null);
        }
        boolean up = gap > 0.0;
        if (up ? close <= previousClose : close >= previousClose) {
            return new Opinion.Pass(HoldReason.GAP_CLOSED, CONFIDENCE);
        }
        Action action = up ? Action.BUY_PUT : Action.BUY_CALL;
        return new Opinion.Buy(action, Strategy.GAP, Score.of(features, Math.abs(gap)), CONFIDENCE);
    }
}
