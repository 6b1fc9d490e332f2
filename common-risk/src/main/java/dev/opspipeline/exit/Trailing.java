package dev.opspipeline.exit;

import dev.opspipeline.money.Fraction;

/**
 * The optional stop that follows a gain; off unless configured.
 *
 * @param arm gain from which on it watches, as a share of the entry price
 * @param giveBack share of the highest gain that may be lost again
 */
public record Trailing(Fraction arm, Fraction giveBack) {

    /** The default where it is switched on: watches from +30 %, gives back 40 % of the gain. */
    public static final Trailing STANDARD = new Trailing(Fraction.ofPercent(30), Fraction.ofPercent(40));

    public Trailing {
        if (!arm.isPositive() || !giveBack.isPositive() || giveBack.isAtLeast(Fraction.ONE)) {
            throw new IllegalArgumentException(
                    "arm must be positive and giveBack between 0 and 1, were %s and %s".formatted(arm, giveBack));
        }
    }

    /** Of both numbers the one that closes earlier. */
    Trailing tighter(Trailing other) {
        return new Trailing(arm.min(other.arm), giveBack.min(other.giveBack));
    }
}
