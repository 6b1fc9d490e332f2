package dev.opspipeline.sandbox.market;

/** A chain of draws that depends on names and numbers only, never on the order in which they are asked for. */
public record Seed(long value) {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** The seed for something named, under this one. */
    public Seed with(String name) {
        long hash = value;
        for (int i = 0; i < name.length(); i++) {
            hash = mixed(hash + GOLDEN * (name.charAt(i) + 1L));
        }
        return new Seed(hash);
    }

    /** The seed for something numbered, under this one. */
    public Seed with(long number) {
        return new Seed(mixed(value + GOLDEN * (number + 1)));
    }

    /** A number from 0 (included) to 1 (excluded). */
    public double unit() {
        return (mixed(value + GOLDEN) >>> 11) * 0x1.0p-53;
    }

    /** A whole number from 0 (included) to the bound (excluded). */
    public int below(int bound) {
        return (int) (unit() * bound);
    }

    private static long mixed(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
