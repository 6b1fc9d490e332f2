package dev.opspipeline.risk;

import dev.opspipeline.account.Tier;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Action;
import dev.opspipeline.signal.Strategy;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The release's own numbers for each tier: what holds where no document says otherwise, and the ceilings that none may pass. */
public final class TierTable {

    /** The version of limits that are the table's alone. */
    public static final String VERSION = "table";

    static final Fraction SMALL_ACCOUNT_CONFIDENCE = Fraction.of("0.70");
    static final Fraction SMALL_ACCOUNT_VOLUME = Fraction.of("2.0");
    static final int SMALL_ACCOUNT_TRADES_PER_DAY = 3;
    private static final Fraction VOLUME_WITHOUT_SMALL_ACCOUNT_MODE = Fraction.of("1.2");

    private TierTable() {}

    /** The tier's limits when there is no document. */
    public static TierLimits limits(Tier tier) {
        return new TierLimits(tier, VERSION, defaults(tier));
    }

    /** The tier whose band an equity falls into; bands include their upper bound. */
    public static Tier tierOf(Money equity) {
        return Arrays.stream(Tier.values())
                .filter(tier -> bandUpTo(tier).filter(equity::isMoreThan).isEmpty())
                .findFirst()
                .orElse(Tier.LARGE);
    }

    /** The largest equity of a tier's band, dollars; empty for the largest tier. */
    public static Optional<Money> bandUpTo(Tier tier) {
        return switch (tier) {
            case TINY -> Optional.of(Money.of(2_000));
            case SMALL -> Optional.of(Money.of(5_000));
            case MEDIUM -> Optional.of(Money.of(25_000));
            case LARGE -> Optional.empty();
        };
    }

    /** Share of the basis that one trade may cost, before every cap. */
    public static Fraction riskPct(Tier tier, Strategy strategy) {
        Row row = row(tier);
        return Fraction.ofPercent(strategy.endsWithTheDay() ? row.riskDay : row.riskSwing);
    }

    /** The most that one trade may cost as a share of the basis. */
    public static Fraction maxRiskPerTradePct(Tier tier) {
        return Fraction.ofPercent(row(tier).maxRisk);
    }

    /** The highest number any document may set; empty where only the key's own bounds hold. */
    static Optional<BigDecimal> ceiling(Tier tier, LimitKey key) {
        Row row = row(tier);
        return switch (key) {
            case MAX_NOTIONAL_EXPOSURE, MAX_POSITION_DOLLAR -> Optional.of(BigDecimal.valueOf(2 * row.exposure));
            case MAX_DAILY_LOSS -> Optional.of(BigDecimal.valueOf(2 * row.dailyLoss));
            case MAX_CONTRACTS_PER_TRADE -> Optional.of(BigDecimal.valueOf(2L * row.contracts));
            case MAX_OPEN_POSITIONS -> Optional.of(BigDecimal.valueOf(3L * row.positions));
            case MAX_OPEN_POSITIONS_HIGH_CONFIDENCE ->
                Optional.of(BigDecimal.valueOf(3L * (row.positions + row.extraPositions)));
            default -> Optional.empty();
        };
    }

    static boolean smallAccountMode(Tier tier) {
        return switch (tier) {
            case TINY, SMALL -> true;
            case MEDIUM, LARGE -> false;
        };
    }

    static Map<LimitKey, @Nullable Object> defaults(Tier tier) {
        return defaults(tier, smallAccountMode(tier));
    }

    /** The table's numbers with small-account mode on or off, whatever the tier's own is. */
    static Map<LimitKey, @Nullable Object> defaults(Tier tier, boolean smallAccountMode) {
        Row row = row(tier);
        Map<LimitKey, @Nullable Object> values = common();
        values.put(LimitKey.SMALL_ACCOUNT_MODE, smallAccountMode);
        values.put(LimitKey.MAX_NOTIONAL_EXPOSURE, Money.of(row.exposure));
        values.put(LimitKey.MAX_DAILY_LOSS, Money.of(row.dailyLoss));
        values.put(LimitKey.MAX_OPEN_POSITIONS, row.positions);
        values.put(LimitKey.MAX_OPEN_POSITIONS_HIGH_CONFIDENCE, row.positions + row.extraPositions);
        values.put(LimitKey.MAX_CONTRACTS_PER_TRADE, row.contracts);
        values.put(LimitKey.MAX_RISK_PER_TRADE_PCT, Fraction.ofPercent(row.maxRisk));
        values.put(LimitKey.RISK_PCT_DAY, Fraction.ofPercent(row.riskDay));
        values.put(LimitKey.RISK_PCT_SWING, Fraction.ofPercent(row.riskSwing));
        values.put(LimitKey.LAST_ENTRY_MINUTES_BEFORE_CLOSE_DAY, row.lastEntryDay);
        values.put(LimitKey.LAST_ENTRY_MINUTES_BEFORE_CLOSE_SWING, row.lastEntrySwing);
        values.put(LimitKey.MAX_NET_DELTA_PCT, row.netDeltaPct == null ? null : Fraction.of(row.netDeltaPct));
        Fraction confidence = Fraction.of(row.confidence);
        Fraction volume = Fraction.of(row.volume);
        Integer trades = row.trades;
        if (smallAccountMode) {
            confidence = confidence.max(SMALL_ACCOUNT_CONFIDENCE);
            volume = volume.max(SMALL_ACCOUNT_VOLUME);
            trades = SMALL_ACCOUNT_TRADES_PER_DAY;
        } else if (smallAccountMode(tier)) {
            volume = VOLUME_WITHOUT_SMALL_ACCOUNT_MODE;
            trades = null;
        }
        values.put(LimitKey.CONFIDENCE_MIN_OPTIONS_DAYTRADE, confidence);
        values.put(LimitKey.CONFIDENCE_MIN_OPTIONS_SWING, confidence);
        values.put(LimitKey.MIN_VOLUME_RATIO, volume);
        values.put(LimitKey.MAX_TRADES_PER_DAY, trades);
        return values;
    }

    private static Map<LimitKey, @Nullable Object> common() {
        Map<LimitKey, @Nullable Object> values = new EnumMap<>(LimitKey.class);
        values.put(LimitKey.TRADING_ENABLED, true);
        values.put(LimitKey.ALLOWED_ACTIONS, List.of(Action.values()));
        values.put(LimitKey.HIGH_CONFIDENCE_THRESHOLD, Fraction.of("0.95"));
        values.put(LimitKey.TICKER_COOLDOWN_MINUTES, 15);
        values.put(LimitKey.COOLDOWN_WITH_POSITIONS_SECONDS, 300);
        values.put(LimitKey.COOLDOWN_WITHOUT_POSITIONS_SECONDS, 30);
        values.put(LimitKey.MAX_TRADES_PER_TICKER_PER_DAY, 2);
        values.put(LimitKey.PAPER_IGNORE_BUYING_POWER, false);
        values.put(LimitKey.ALLOW_SINGLE_CONTRACT, false);
        values.put(LimitKey.OPTION_MAX_SPREAD_PCT, Fraction.of("0.10"));
        values.put(LimitKey.OPTION_MIN_VOLUME, 100);
        values.put(LimitKey.OPTION_MIN_OPEN_INTEREST, 100);
        values.put(LimitKey.OPTION_MIN_DELTA, Fraction.of("0.20"));
        values.put(LimitKey.MAX_RECOMMENDATION_AGE_SECONDS, 300);
        values.put(LimitKey.MAX_BAR_AGE_SECONDS, 120);
        values.put(LimitKey.MAX_QUOTE_AGE_SECONDS, 15);
        values.put(LimitKey.STREAK_STOPS, 3);
        values.put(LimitKey.STREAK_MINUTES, 60);
        return values;
    }

    private static Row row(Tier tier) {
        return switch (tier) {
            case TINY -> new Row(15, 8, 2, 2, 0, 1_500, 100, 10, "0.70", "2.0", 3, 180, 120, null);
            case SMALL -> new Row(12, 8, 3, 2, 0, 4_000, 200, 10, "0.70", "2.0", 3, 180, 120, null);
            case MEDIUM -> new Row(4, 6, 5, 4, 1, 10_000, 300, 6, "0.60", "1.5", 5, 120, 60, "0.70");
            case LARGE -> new Row(1, 2, 10, 5, 1, 10_000, 500, 5, "0.45", "1.2", null, 120, 60, "0.70");
        };
    }

    /** Percentages as whole percent, money in dollars, times in minutes. */
    private record Row(
            int riskDay,
            int riskSwing,
            int contracts,
            int positions,
            int extraPositions,
            long exposure,
            long dailyLoss,
            int maxRisk,
            String confidence,
            String volume,
            @Nullable Integer trades,
            int lastEntryDay,
            int lastEntrySwing,
            @Nullable String netDeltaPct) {}
}
