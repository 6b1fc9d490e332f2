package dev.opspipeline.sandbox.market;

import java.util.List;
import java.util.stream.Stream;

/** What a generated price is doing for an hour or so. */
enum Regime {
    RISING(0.11, 1.0, 0, 10),
    FALLING(-0.11, 1.0, 0, 10),
    CHOPPY(0, 1.1, 0.08, 28),
    QUIET(0, 0.75, 0.06, 45);

    private static final double SHORTEST_MINUTES = 40;
    private static final double LONGEST_MINUTES = 120;

    /** How far a price usually is from its recent mean, in usual moves of a minute. */
    private static final double USUALLY_AHEAD = 2.5;

    /** Least and most that being ahead multiplies the probability of a burst by. */
    private static final double LEAST = 0.05;

    private static final double MOST = 3;

    private static final double WITH_THE_TREND = 0.92;
    private static final double WITH_THE_MOVE = 0.7;

    /** What the price gains every minute, in usual moves of a minute. */
    private final double drift;

    /** Multiplies the usual move. */
    private final double loudness;

    /** Part of the distance from where the regime began that is taken back every minute. */
    private final double pull;

    /** How many minutes pass from one burst to the next. */
    private final double minutesPerBurst;

    Regime(double drift, double loudness, double pull, double minutesPerBurst) {
        this.drift = drift;
        this.loudness = loudness;
        this.pull = pull;
        this.minutesPerBurst = minutesPerBurst;
    }

    static Regime any(Draws draws) {
        return values()[draws.below(values().length)];
    }

    /** How many minutes a regime lasts. */
    static int minutes(Draws draws) {
        return (int) draws.between(SHORTEST_MINUTES, LONGEST_MINUTES);
    }

    /** What follows this regime; never itself. */
    Regime next(Draws draws) {
        List<Regime> others =
                Stream.of(values()).filter(regime -> regime != this).toList();
        return others.get(draws.below(others.size()));
    }

    double loudness() {
        return loudness;
    }

    /** What the regime adds to a minute's move, so far away from where it began. */
    double push(double away) {
        return drift - pull * away;
    }

    /**
     * The probability that a burst of buying or selling begins in a minute: people join a move that is under way.
     *
     * @param ahead how far the price has left its recent mean, in usual moves of a minute
     */
    double burst(double ahead) {
        double joined = drift == 0 ? Math.abs(ahead) : ahead * Math.signum(drift);
        return Math.clamp(joined / USUALLY_AHEAD, LEAST, MOST) / minutesPerBurst;
    }

    /** +1 when a burst is one of buying, -1 for selling. */
    int burstDirection(double ahead, Draws draws) {
        double expected = drift == 0 ? ahead : drift;
        double probability = drift == 0 ? WITH_THE_MOVE : WITH_THE_TREND;
        return draws.happens(probability) == expected > 0 ? 1 : -1;
    }
}
