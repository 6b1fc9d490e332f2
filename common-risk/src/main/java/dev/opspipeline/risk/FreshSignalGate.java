package dev.opspipeline.risk;

import dev.opspipeline.market.Bar;
import dev.opspipeline.signal.Recommendation;
import java.time.Duration;

/** Acts only on what was just seen: neither the recommendation nor the bar behind it may be old. */
record FreshSignalGate(Duration maxAge, Duration maxBarAge) implements RiskGate {

    @Override
    public Verdict check(Proposal proposal) {
        Recommendation signal = proposal.recommendation();
        Duration age = Duration.between(signal.createdAt(), proposal.now());
        Duration barAge = Duration.between(signal.barTime().plus(Bar.LENGTH), proposal.now());
        boolean expired = proposal.now().isAfter(signal.expiresAt());
        return Verdict.of(
                RefusalCode.STALE_SIGNAL,
                !expired && age.compareTo(maxAge) <= 0 && barAge.compareTo(maxBarAge) <= 0,
                "made %s ago%s, bar ended %s ago"
                        .formatted(Figures.seconds(age), expired ? ", expired" : "", Figures.seconds(barAge)),
                "not expired, at most %s old, bar at most %s old"
                        .formatted(Figures.seconds(maxAge), Figures.seconds(maxBarAge)));
    }
}
