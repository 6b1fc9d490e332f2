package dev.opspipeline.exit;

import dev.opspipeline.account.Tier;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.signal.Strategy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The exits of one strategy in one tier, before there is a position to apply them to.
 *
 * @param stop share of the premium that may be lost
 * @param target share of the premium to be gained
 * @param trailing the stop that follows a gain; null where it is off
 * @param maxHold swing: calendar days; all others: time the market is open
 * @param beforeClose how long before a session's close the rules that act before it do so
 * @param beforeExpiryClose the same on the day of expiry
 * @param closesOvernightLosers whether a swing below its entry is closed before the night
 */
public record ExitTerms(
        Fraction stop,
        Fraction target,
        @Nullable Trailing trailing,
        Duration maxHold,
        Duration beforeClose,
        Duration beforeExpiryClose,
        boolean closesOvernightLosers) {

    static final Duration DAY_MAX_HOLD = Duration.ofHours(6);
    static final Duration SWING_MAX_HOLD = Duration.ofDays(7);
    static final Duration GAP_MAX_HOLD = Duration.ofMinutes(90);
    static final Duration BEFORE_CLOSE = Duration.ofMinutes(15);

    /** The broker starts liquidating half an hour before the close of the day of expiry. */
    static final Duration BEFORE_EXPIRY_CLOSE = Duration.ofHours(1);

    static final ExitTerms AGAINST_THE_GAP = of(30, 40, GAP_MAX_HOLD, false);

    public ExitTerms {
        if (!stop.isPositive() || stop.isAtLeast(Fraction.ONE)) {
            throw new IllegalArgumentException("stop must be between 0 and 1, was " + stop);
        }
        if (!target.isPositive()) {
            throw new IllegalArgumentException("target must be positive, was " + target);
        }
        requirePositive("maxHold", maxHold);
        requirePositive("beforeClose", beforeClose);
        requirePositive("beforeExpiryClose", beforeExpiryClose);
    }

    /** The tier table's terms. */
    public static ExitTerms of(Tier tier, Strategy strategy, boolean smallAccountMode) {
        boolean careful = switch (tier) {
            case TINY, SMALL -> true;
            case MEDIUM, LARGE -> false;
        };
        return switch (strategy) {
            case DAY -> of(careful ? 50 : 25, careful ? 100 : 50, DAY_MAX_HOLD, false);
            case SWING -> of(careful ? 40 : 25, careful ? 80 : 50, SWING_MAX_HOLD, smallAccountMode);
            case GAP -> AGAINST_THE_GAP;
        };
    }

    private static ExitTerms of(long stopPercent, long targetPercent, Duration maxHold, boolean closesOvernightLosers) {
        return new ExitTerms(
                Fraction.ofPercent(stopPercent),
                Fraction.ofPercent(targetPercent),
                null,
                maxHold,
                BEFORE_CLOSE,
                BEFORE_EXPIRY_CLOSE,
                closesOvernightLosers);
    }

    /** Of each term the one that closes earlier. */
    public ExitTerms tighter(ExitTerms other) {
        return new ExitTerms(
                stop.min(other.stop),
                target.min(other.target),
                trailing == null
                        ? other.trailing
                        : other.trailing == null ? trailing : trailing.tighter(other.trailing),
                shorter(maxHold, other.maxHold),
                longer(beforeClose, other.beforeClose),
                longer(beforeExpiryClose, other.beforeExpiryClose),
                closesOvernightLosers || other.closesOvernightLosers);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static void requirePositive(String name, Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive, was " + duration);
        }
    }
}
