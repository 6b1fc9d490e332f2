package dev.opspipeline.dispatcher;

import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.Tier;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.Decision;
import dev.opspipeline.risk.DecisionRecord;
import dev.opspipeline.risk.Headroom;
import dev.opspipeline.risk.TierLimits;
import dev.opspipeline.risk.TradingState;
import dev.opspipeline.risk.Verdict;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of one account's entries. Everything carries the tier; what is not known is not a number. Written by the
 * account's thread, read by whoever scrapes.
 */
final class DispatcherMeters {

    private final MeterRegistry meters;
    private final Tags tier;
    private final MultiGauge version;
    private final AtomicReference<Standing> standing = new AtomicReference<>(Standing.NONE);
    private @Nullable LocalDate session;
    private String inForce = "";
    private Instant inForceSince = Instant.EPOCH;
    private long positionsSeen;
    private long readings;

    /** The last look at the account. */
    private record Standing(
            double positions,
            double maxPositions,
            double exposure,
            double maxExposure,
            double lost,
            double maxLoss,
            double accountAge,
            double limitsAge,
            double state,
            double unknownOrders,
            double withoutTrade,
            double averagePositions) {

        static final Standing NONE = new Standing(
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN);
    }

    DispatcherMeters(MeterRegistry meters, Tier tier) {
        this.meters = meters;
        this.tier = Tags.of("tier", tier.id());
        this.version =
                MultiGauge.builder("dispatcher.limits.version").tags(this.tier).register(meters);
        gauge("dispatcher.positions", Standing::positions);
        gauge("dispatcher.positions.limit", Standing::maxPositions);
        gauge("dispatcher.positions.average", Standing::averagePositions);
        gauge("dispatcher.exposure", Standing::exposure);
        gauge("dispatcher.exposure.limit", Standing::maxExposure);
        gauge("dispatcher.loss", Standing::lost);
        gauge("dispatcher.loss.limit", Standing::maxLoss);
        gauge("dispatcher.account.age", Standing::accountAge);
        gauge("dispatcher.limits.age", Standing::limitsAge);
        gauge("dispatcher.state", Standing::state);
        gauge("dispatcher.orders.unknown", Standing::unknownOrders);
        gauge("dispatcher.decisions.without.trade", Standing::withoutTrade);
    }

    private void gauge(String name, ToDoubleFunction<Standing> value) {
        Gauge.builder(name, standing, seen -> value.applyAsDouble(seen.get()))
                .tags(tier)
                .register(meters);
    }

    void decided(DecisionRecord decision, @Nullable TierLimits limits) {
        boolean trade = decision.decision() instanceof Decision.Trade;
        meters.counter("dispatcher.decisions", tier.and("outcome", trade ? "trade" : "no_trade"))
                .increment();
        decision.verdicts().stream()
                .filter(Verdict::refuses)
                .forEach(verdict -> meters.counter(
                                "dispatcher.refusals",
                                tier.and(
                                        "code",
                                        verdict.code().name(),
                                        "outcome",
                                        verdict.outcome().name()))
                        .increment());
        if (trade && limits != null) {
            boolean high = decision.recommendation().confidence()
                    >= limits.highConfidenceThreshold().doubleValue();
            meters.counter("dispatcher.entries", tier.and("confidence", high ? "high" : "normal"))
                    .increment();
        }
    }

    /** An order left, so long (market time) after its recommendation was made. */
    void sent(Duration sinceRecommendation) {
        meters.timer("dispatcher.recommendation.to.order", tier).record(sinceRecommendation);
    }

    void rejected() {
        meters.counter("dispatcher.orders.rejected", tier).increment();
    }

    void alerted(String event) {
        meters.counter("dispatcher.alerts", tier.and("event", event)).increment();
    }

    void looked(
            Headroom headroom,
            @Nullable AccountSnapshot account,
            TierLimits limits,
            TradingState state,
            long unknownOrders,
            int withoutTrade,
            LocalDate date,
            Instant now) {
        if (!date.equals(session)) {
            session = date;
            positionsSeen = 0;
            readings = 0;
        }
        if (!limits.version().equals(inForce)) {
            inForce = limits.version();
            inForceSince = now;
        }
        positionsSeen += headroom.positions();
        readings++;
        Money lost = headroom.lost();
        standing.set(new Standing(
                headroom.positions(),
                headroom.maxPositions(),
                headroom.exposure().doubleValue(),
                headroom.maxExposure().doubleValue(),
                lost == null ? Double.NaN : lost.doubleValue(),
                headroom.maxLoss().doubleValue(),
                account == null ? Double.NaN : seconds(Duration.between(account.asOf(), now)),
                seconds(Duration.between(inForceSince, now)),
                level(state),
                unknownOrders,
                withoutTrade,
                (double) positionsSeen / readings));
        version.register(List.of(MultiGauge.Row.of(Tags.of("version", limits.version()), 1)), true);
    }

    private static double level(TradingState state) {
        return switch (state) {
            case ACTIVE -> 0;
            case REDUCING -> 1;
            case HALTED -> 2;
        };
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
