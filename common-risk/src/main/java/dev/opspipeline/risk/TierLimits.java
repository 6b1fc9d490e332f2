package dev.opspipeline.risk;

import static java.util.Objects.requireNonNull;

import dev.opspipeline.account.Tier;
import dev.opspipeline.contract.ContractRules;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Action;
import dev.opspipeline.signal.Strategy;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that limits one account's entries, in force as a whole under one version.
 *
 * @param version names the document it was made from, on every decision
 * @param values the effective value of every key: Boolean, Integer, Money, Fraction or a list of actions; null where off
 */
public record TierLimits(Tier tier, String version, Map<LimitKey, @Nullable Object> values) {

    public TierLimits {
        values = complete(values);
        int most = (Integer) requireNonNull(values.get(LimitKey.MAX_OPEN_POSITIONS_HIGH_CONFIDENCE));
        int usual = (Integer) requireNonNull(values.get(LimitKey.MAX_OPEN_POSITIONS));
        if (most < usual) {
            throw new IllegalArgumentException("%s must be at least %s %d, was %d"
                    .formatted(
                            LimitKey.MAX_OPEN_POSITIONS_HIGH_CONFIDENCE.key(),
                            LimitKey.MAX_OPEN_POSITIONS.key(),
                            usual,
                            most));
        }
    }

    private static Map<LimitKey, @Nullable Object> complete(Map<LimitKey, @Nullable Object> values) {
        Map<LimitKey, @Nullable Object> copy = new EnumMap<>(LimitKey.class);
        for (LimitKey key : LimitKey.values()) {
            Object value = values.get(key);
            if (!key.allows(value)) {
                throw new IllegalArgumentException("%s must be %s, was %s".formatted(key.key(), key.allowed(), value));
            }
            copy.put(key, value);
        }
        return Collections.unmodifiableMap(copy);
    }

    public @Nullable Object value(LimitKey key) {
        return values.get(key);
    }

    public boolean tradingEnabled() {
        return flag(LimitKey.TRADING_ENABLED);
    }

    public boolean smallAccountMode() {
        return flag(LimitKey.SMALL_ACCOUNT_MODE);
    }

    public List<Action> allowedActions() {
        List<?> actions = (List<?>) requireNonNull(values.get(LimitKey.ALLOWED_ACTIONS));
        return actions.stream().map(Action.class::cast).toList();
    }

    public Money maxNotionalExposure() {
        return requireNonNull(money(LimitKey.MAX_NOTIONAL_EXPOSURE));
    }

    public Money maxDailyLoss() {
        return requireNonNull(money(LimitKey.MAX_DAILY_LOSS));
    }

    public @Nullable Money maxPositionDollar() {
        return money(LimitKey.MAX_POSITION_DOLLAR);
    }

    public int maxOpenPositions() {
        return count(LimitKey.MAX_OPEN_POSITIONS);
    }

    public int maxOpenPositionsHighConfidence() {
        return count(LimitKey.MAX_OPEN_POSITIONS_HIGH_CONFIDENCE);
    }

    public int maxContractsPerTrade() {
        return count(LimitKey.MAX_CONTRACTS_PER_TRADE);
    }

    public Fraction maxRiskPerTradePct() {
        return fraction(LimitKey.MAX_RISK_PER_TRADE_PCT);
    }

    public Fraction riskPct(Strategy strategy) {
        return fraction(
                switch (strategy) {
                    case DAY, GAP -> LimitKey.RISK_PCT_DAY;
                    case SWING -> LimitKey.RISK_PCT_SWING;
                });
    }

    public Fraction highConfidenceThreshold() {
        return fraction(LimitKey.HIGH_CONFIDENCE_THRESHOLD);
    }

    public Fraction minConfidence(Strategy strategy) {
        return fraction(
                switch (strategy) {
                    case DAY, GAP -> LimitKey.CONFIDENCE_MIN_OPTIONS_DAYTRADE;
                    case SWING -> LimitKey.CONFIDENCE_MIN_OPTIONS_SWING;
                });
    }

    public Fraction minVolumeRatio() {
        return fraction(LimitKey.MIN_VOLUME_RATIO);
    }

    public Duration tickerCooldown() {
        return Duration.ofMinutes(count(LimitKey.TICKER_COOLDOWN_MINUTES));
    }

    public Duration cooldown(boolean withPositions) {
        return seconds(
                withPositions ? LimitKey.COOLDOWN_WITH_POSITIONS_SECONDS : LimitKey.COOLDOWN_WITHOUT_POSITIONS_SECONDS);
    }

    /** Null when there is no limit; 0 when none is allowed. */
    public @Nullable Integer maxTradesPerDay() {
        return (Integer) values.get(LimitKey.MAX_TRADES_PER_DAY);
    }

    /** Null when there is no limit; 0 when none is allowed. */
    public @Nullable Integer maxTradesPerTickerPerDay() {
        return (Integer) values.get(LimitKey.MAX_TRADES_PER_TICKER_PER_DAY);
    }

    /** Null when there is no limit on the fall from the session's best. */
    public @Nullable Money sessionDrawdownStop() {
        return money(LimitKey.SESSION_DRAWDOWN_STOP);
    }

    /** Dollars either way; null when there is no limit. */
    public @Nullable Money maxNetDelta() {
        return money(LimitKey.MAX_NET_DELTA);
    }

    /** Of equity, either way; null when there is no limit. */
    public @Nullable Fraction maxNetDeltaPct() {
        return (Fraction) values.get(LimitKey.MAX_NET_DELTA_PCT);
    }

    /** Null when stop-losses are not counted. */
    public @Nullable Integer streakStops() {
        return (Integer) values.get(LimitKey.STREAK_STOPS);
    }

    /** Null when stop-losses are not counted. */
    public @Nullable Duration streakWithin() {
        Integer minutes = (Integer) values.get(LimitKey.STREAK_MINUTES);
        return minutes == null ? null : Duration.ofMinutes(minutes);
    }

    public @Nullable Fraction minKellyFraction() {
        return (Fraction) values.get(LimitKey.MIN_KELLY_FRACTION);
    }

    public @Nullable Money accountSizeOverride() {
        return money(LimitKey.ACCOUNT_SIZE_OVERRIDE);
    }

    public @Nullable Money paperBuyingPowerOverride() {
        return money(LimitKey.PAPER_BUYING_POWER_OVERRIDE);
    }

    public boolean paperIgnoreBuyingPower() {
        return flag(LimitKey.PAPER_IGNORE_BUYING_POWER);
    }

    public boolean allowSingleContract() {
        return flag(LimitKey.ALLOW_SINGLE_CONTRACT);
    }

    public Duration lastEntryBeforeClose(Strategy strategy) {
        return Duration.ofMinutes(count(
                switch (strategy) {
                    case DAY, GAP -> LimitKey.LAST_ENTRY_MINUTES_BEFORE_CLOSE_DAY;
                    case SWING -> LimitKey.LAST_ENTRY_MINUTES_BEFORE_CLOSE_SWING;
                }));
    }

    public Duration maxRecommendationAge() {
        return seconds(LimitKey.MAX_RECOMMENDATION_AGE_SECONDS);
    }

    public Duration maxBarAge() {
        return seconds(LimitKey.MAX_BAR_AGE_SECONDS);
    }

    /** What a contract must meet before it may be bought. */
    public ContractRules contractRules() {
        return new ContractRules(
                fraction(LimitKey.OPTION_MAX_SPREAD_PCT),
                count(LimitKey.OPTION_MIN_VOLUME),
                count(LimitKey.OPTION_MIN_OPEN_INTEREST),
                fraction(LimitKey.OPTION_MIN_DELTA),
                seconds(LimitKey.MAX_QUOTE_AGE_SECONDS));
    }

    private boolean flag(LimitKey key) {
        return (Boolean) requireNonNull(values.get(key));
    }

    private int count(LimitKey key) {
        return (Integer) requireNonNull(values.get(key));
    }

    private Duration seconds(LimitKey key) {
        return Duration.ofSeconds(count(key));
    }

    private @Nullable Money money(LimitKey key) {
        return (Money) values.get(key);
    }

    private Fraction fraction(LimitKey key) {
        return (Fraction) requireNonNull(values.get(key));
    }
}
