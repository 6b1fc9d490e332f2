package dev.opspipeline.risk;

import dev.opspipeline.account.Tier;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A named set of limits that a document may start from; its own keys win. */
enum Preset {
    GROWTH,
    BUILDING,
    CONSERVATIVE,
    MODERATE,
    AGGRESSIVE;

    /** The name in a document. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Preset> ofId(String id) {
        return Arrays.stream(values()).filter(preset -> preset.id().equals(id)).findFirst();
    }

    /** The tiers whose equity it is made for. */
    List<Tier> tiers() {
        return switch (this) {
            case GROWTH -> List.of(Tier.TINY);
            case BUILDING -> List.of(Tier.LARGE);
            case CONSERVATIVE, MODERATE, AGGRESSIVE -> List.of(Tier.values());
        };
    }

    Map<LimitKey, Object> limits() {
        return switch (this) {
            case GROWTH ->
                Map.of(
                        LimitKey.RISK_PCT_DAY, Fraction.ofPercent(25),
                        LimitKey.RISK_PCT_SWING, Fraction.ofPercent(15),
                        LimitKey.MAX_RISK_PER_TRADE_PCT, Fraction.ofPercent(25),
                        LimitKey.MAX_DAILY_LOSS, Money.of(200));
            case BUILDING ->
                Map.of(
                        LimitKey.RISK_PCT_DAY, Fraction.ofPercent(4),
                        LimitKey.RISK_PCT_SWING, Fraction.ofPercent(5),
                        LimitKey.CONFIDENCE_MIN_OPTIONS_DAYTRADE, Fraction.of("0.50"),
                        LimitKey.CONFIDENCE_MIN_OPTIONS_SWING, Fraction.of("0.50"),
                        LimitKey.MIN_VOLUME_RATIO, Fraction.of("1.2"),
                        LimitKey.MAX_TRADES_PER_DAY, 10);
            case CONSERVATIVE -> pace(1, 2, "0.95", 600, 60);
            case MODERATE -> pace(2, 3, "0.95", 300, 30);
            case AGGRESSIVE -> pace(3, 5, "0.90", 180, 30);
        };
    }

    private static Map<LimitKey, Object> pace(
            int positions, int confident, String threshold, int secondsWith, int secondsWithout) {
        Map<LimitKey, Object> values = new EnumMap<>(LimitKey.class);
        values.put(LimitKey.MAX_OPEN_POSITIONS, positions);
        values.put(LimitKey.MAX_OPEN_POSITIONS_HIGH_CONFIDENCE, confident);
        values.put(LimitKey.HIGH_CONFIDENCE_THRESHOLD, Fraction.of(threshold));
        values.put(LimitKey.COOLDOWN_WITH_POSITIONS_SECONDS, secondsWith);
        values.put(LimitKey.COOLDOWN_WITHOUT_POSITIONS_SECONDS, secondsWithout);
        return values;
    }
}
