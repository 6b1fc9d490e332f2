package dev.opspipeline.risk;

import dev.opspipeline.market.Bar;
import dev.opspipeline.signal.Recommendation;
import java.time.Duration;

/**
 * Acts only on what was just seen: neither the recommendation nor the bar behind it may be old, and the clock that says so
 * must agree with the broker's.
 */
record FreshSignalGate(Duration maxAge, Duration maxBarAge, Duration maxClockSkew) implements RiskGate {

    @Override
    public Verdict check(Proposal proposal) {
        Recommendation signal = proposal.recommendation();
        Duration age = Duration.between(signal.createdAt(), proposal.now());
        Duration barAge = Duration.between(signal.barTime().plus(Bar.LENGTH), proposal.now());
        boolean expired = proposal.now().isAfter(signal.expiresAt());
        boolean fresh = !expired && age.compareTo(maxAge) <= 0 && barAge.compareTo(maxBarAge) <= 0;
        Duration ahead = proposal.clockAhead();
        String limit = "not expired, at most %s old, bar at most %s old, clock at most %s off"
                .formatted(Figures.seconds(maxAge), Figures.seconds(maxBarAge), Figures.seconds(maxClockSkew));
        if (ahead == null && fresh) {
            return Verdict.unknown(RefusalCode.STALE_SIGNAL, "how far our clock is off the broker's", limit);
        }
        boolean skewed = ahead != null && ahead.abs().compareTo(maxClockSkew) > 0;
        return Verdict.of(
                RefusalCode.STALE_SIGNAL,
                fresh && !skewed,
                "made %s ago%s, bar ended %s ago%s"
                        .formatted(
                                Figures.seconds(age),
                                expired ? ", expired" : "",
                                Figures.seconds(barAge),
                                ahead != null && skewed ? ", our clock is " + off(ahead) : ""),
                limit);
    }

    private static String off(Duration ahead) {
        return Figures.seconds(ahead.abs()) + (ahead.isNegative() ? " behind" : " ahead of") + " the broker's";
    }
}
