package dev.opspipeline.sandbox.market;

/**
 * How a trading day is spread over its minutes: loud at the open, quiet at noon, and busy again into the close.
 *
 * <p>Both curves average about 1 over a full day; on a half day the middle is what is missing.
 */
final class DayShape {

    /** The opening auction is printed in the first minute, the closing one in the last. */
    private static final double OPENING_AUCTION = 18;

    private static final double CLOSING_AUCTION = 3.5;

    private DayShape() {}

    /** The usual move of a minute, as a multiple of the day's average; the first minute is number 0. */
    static double move(int minute, int minutes) {
        int left = minutes - 1 - minute;
        return 0.51 + 2.3 * falling(minute, 13) + 0.9 * falling(minute, 90) + 0.2 * falling(left, 20);
    }

    /** The usual volume of a minute, as a multiple of the day's average; the first minute is number 0. */
    static double volume(int minute, int minutes) {
        int left = minutes - 1 - minute;
        double auction = (minute == 0 ? OPENING_AUCTION : 0) + (left == 0 ? CLOSING_AUCTION : 0);
        return 0.45 + 1.1 * falling(minute, 85) + 1.1 * falling(minute, 10) + 1.7 * falling(left, 11) + auction;
    }

    private static double falling(int minutes, double scale) {
        return StrictMath.exp(-minutes / scale);
    }
}
