package dev.opspipeline.risk;

import dev.opspipeline.money.Fraction;
import java.time.Duration;

/** How verdicts write numbers. */
final class Figures {

    private Figures() {}

    /** A measured number to six decimals, as in {@code 0.83}. */
    static String of(double number) {
        return Double.isFinite(number) ? Fraction.nearest(number).toString() : String.valueOf(number);
    }

    static String seconds(Duration duration) {
        return Fraction.nearest(duration.toMillis() / 1_000.0) + " s";
    }

    static String minutes(Duration duration) {
        return duration.toMinutes() + " min";
    }
}
