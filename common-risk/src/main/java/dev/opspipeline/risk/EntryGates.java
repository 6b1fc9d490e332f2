package dev.opspipeline.risk;

import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.signal.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All gates that look at account, book and recommendation. Each is always asked, whatever the others say. */
final class EntryGates {

    private static final Duration MAX_EXIT_MANAGER_SILENCE = Duration.ofSeconds(30);
    private static final Duration MAX_ACCOUNT_AGE = Duration.ofSeconds(15);
    private static final Duration MAX_CLOCK_SKEW = Duration.ofSeconds(2);

    /** The gates whose limit is a number of the operators': unknown while there are no limits. */
    private static final List<RefusalCode> LIMITED = List.of(
            RefusalCode.STALE_SIGNAL,
            RefusalCode.ACTION_NOT_ALLOWED,
            RefusalCode.MARKET_CLOSED,
            RefusalCode.LOW_CONFIDENCE,
            RefusalCode.LOW_VOLUME,
            RefusalCode.WEAK_TREND,
            RefusalCode.LOW_KELLY,
            RefusalCode.DAILY_LOSS,
            RefusalCode.SESSION_DRAWDOWN,
            RefusalCode.POSITION_LIMIT,
            RefusalCode.TICKER_COOLDOWN,
            RefusalCode.ACCOUNT_COOLDOWN,
            RefusalCode.DAILY_TRADE_LIMIT,
            RefusalCode.EXPOSURE,
            RefusalCode.CONCENTRATION,
            RefusalCode.STREAK);

    private EntryGates() {}

    /** One verdict of every gate, in the order of their codes. */
    static List<Verdict> check(Proposal proposal) {
        List<Verdict> verdicts = new ArrayList<>();
        gates(proposal.limits()).forEach((code, gate) -> verdicts.add(failingClosed(code, gate, proposal)));
        return verdicts;
    }

    private static Map<RefusalCode, RiskGate> gates(@Nullable TierLimits limits) {
        Map<RefusalCode, RiskGate> gates = new EnumMap<>(RefusalCode.class);
        gates.put(RefusalCode.TRADING_STOPPED, new TradingStoppedGate());
        gates.put(RefusalCode.NO_EXIT_MANAGER, new ExitManagerGate(MAX_EXIT_MANAGER_SILENCE));
        gates.put(RefusalCode.CONFIG_NOT_LOADED, new LimitsGate());
        gates.put(RefusalCode.ACCOUNT_UNKNOWN, new AccountKnownGate(MAX_ACCOUNT_AGE));
        gates.put(RefusalCode.ACCOUNT_RESTRICTED, new AccountRestrictedGate(AccountSnapshot.LEVEL_THAT_BUYS));
        gates.put(RefusalCode.INVALID_SIGNAL, new ValidSignalGate());
        gates.put(RefusalCode.DUPLICATE_POSITION, new DuplicatePositionGate());
        gates.put(RefusalCode.VOLATILITY_REGIME, new VolatilityGate());
        if (limits == null) {
            LIMITED.forEach(code -> gates.put(code, proposal -> Verdict.unknown(code, "limits", "limits in force")));
        } else {
            putLimited(gates, limits);
        }
        return gates;
    }

    private static void putLimited(Map<RefusalCode, RiskGate> gates, TierLimits limits) {
        boolean small = limits.smallAccountMode();
        gates.put(
                RefusalCode.STALE_SIGNAL,
                new FreshSignalGate(limits.maxRecommendationAge(), limits.maxBarAge(), MAX_CLOCK_SKEW));
        gates.put(RefusalCode.ACTION_NOT_ALLOWED, new AllowedActionGate(limits.allowedActions()));
        gates.put(
                RefusalCode.MARKET_CLOSED,
                new MarketHoursGate(
                        limits.lastEntryBeforeClose(Strategy.DAY), limits.lastEntryBeforeClose(Strategy.SWING)));
        gates.put(
                RefusalCode.LOW_CONFIDENCE,
                new ConfidenceGate(limits.minConfidence(Strategy.DAY), limits.minConfidence(Strategy.SWING)));
        gates.put(RefusalCode.LOW_VOLUME, new VolumeGate(limits.minVolumeRatio(), small));
        gates.put(RefusalCode.WEAK_TREND, new TrendGate(small));
        gates.put(RefusalCode.LOW_KELLY, new KellyGate(limits.minKellyFraction(), small));
        gates.put(RefusalCode.DAILY_LOSS, new DailyLossGate(limits.maxDailyLoss()));
        gates.put(RefusalCode.SESSION_DRAWDOWN, new DrawdownGate(limits.sessionDrawdownStop()));
        gates.put(
                RefusalCode.POSITION_LIMIT,
                new PositionLimitGate(
                        limits.maxOpenPositions(),
                        limits.maxOpenPositionsHighConfidence(),
                        limits.highConfidenceThreshold()));
        gates.put(RefusalCode.TICKER_COOLDOWN, new TickerCooldownGate(limits.tickerCooldown()));
        gates.put(RefusalCode.ACCOUNT_COOLDOWN, new AccountCooldownGate(limits.cooldown(true), limits.cooldown(false)));
        gates.put(
                RefusalCode.DAILY_TRADE_LIMIT,
                new DailyTradesGate(limits.maxTradesPerDay(), limits.maxTradesPerTickerPerDay()));
        gates.put(RefusalCode.EXPOSURE, new ExposureGate(limits.maxNotionalExposure()));
        gates.put(RefusalCode.CONCENTRATION, new ConcentrationGate(limits.maxNetDeltaPct()));
        gates.put(RefusalCode.STREAK, new StreakGate(limits.streakStops(), limits.streakWithin()));
    }

    /** A gate that breaks has not passed. */
    static Verdict failingClosed(RefusalCode code, RiskGate gate, Proposal proposal) {
        try {
            return gate.check(proposal);
        } catch (RuntimeException e) {
            return Verdict.unknown(code, "the gate failed: " + e, "a verdict");
        }
    }
}
