package dev.opspipeline.signal;

/**
 * Sums over part of an array, in four strands that are joined at the end: a processor adds them at the same time, and the
 * order, hence every bit of the result, is always the same.
 */
final class Sums {

    private static final int STRANDS = 4;

    private Sums() {}

    static double of(double[] values, int from, int to) {
        double a = 0.0;
        double b = 0.0;
        double c = 0.0;
        double d = 0.0;
        int i = from;
        for (; i <= to - STRANDS; i += STRANDS) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }
        for (; i < to; i++) {
            a += values[i];
        }
        return a + b + (c + d);
    }

    /** The sample standard deviation (divided by n - 1). */
    static double deviation(double[] values, int from, int to) {
        double mean = of(values, from, to) / (to - from);
        double a = 0.0;
        double b = 0.0;
        double c = 0.0;
        double d = 0.0;
        int i = from;
        for (; i <= to - STRANDS; i += STRANDS) {
            a += square(values[i] - mean);
            b += square(values[i + 1] - mean);
            c += square(values[i + 2] - mean);
            d += square(values[i + 3] - mean);
        }
        for (; i < to; i++) {
            a += square(values[i] - mean);
        }
        return Math.sqrt((a + b + (c + d)) / (to - from - 1));
    }

    private static double square(double value) {
        return value * value;
    }
}
