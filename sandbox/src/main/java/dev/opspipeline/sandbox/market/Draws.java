package dev.opspipeline.sandbox.market;

/** One draw after another from a seed; the same on every machine, which is why it calculates with {@link StrictMath}. */
final class Draws {

    private final Seed seed;
    private long drawn;

    Draws(Seed seed) {
        this.seed = seed;
    }

    /** A number from 0 (included) to 1 (excluded). */
    double unit() {
        return seed.with(drawn++).unit();
    }

    /** A number from the first (included) to the second (excluded). */
    double between(double lowest, double highest) {
        return lowest + (highest - lowest) * unit();
    }

    /** Whether something of this probability happened. */
    boolean happens(double probability) {
        return unit() < probability;
    }

    /** A whole number from 0 (included) to the bound (excluded). */
    int below(int bound) {
        return (int) (unit() * bound);
    }

    /** From the normal distribution of mean 0 and standard deviation 1. */
    double normal() {
        double distance = StrictMath.sqrt(-2 * StrictMath.log(1 - unit()));
        return distance * StrictMath.cos(2 * StrictMath.PI * unit());
    }

    /** From the exponential distribution of mean 1. */
    double exponential() {
        return -StrictMath.log(1 - unit());
    }
}
