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
 * @param maxHold day trade: time the market is open; swing: calendar days
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
    static final Duration BEFORE_CLOSE = Duration.ofMinutes(15);

    /** The broker starts liquidating half an hour before the close of the day of expiry. */
    static final Duration BEFORE_EXPIRY_CLOSE = Duration.ofHours(1);

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
        long stop = switch (tier) {
            case TINY, SMALL -> strategy == Strategy.DAY ? 50 : 40;
            case MEDIUM, LARGE -> 25;
        };
        return new ExitTerms(
                Fraction.ofPercent(stop),
                Fraction.ofPercent(2 * stop),
                null,
                strategy == Strategy.DAY ? DAY_MAX_HOLD : SWING_MAX_HOLD,
                BEFORE_CLOSE,
                BEFORE_EXPIRY_CLOSE,
                smallAccountMode && strategy == Strategy.SWING);
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
