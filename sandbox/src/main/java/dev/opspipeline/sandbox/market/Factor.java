package dev.opspipeline.sandbox.market;

/** What drives prices through one generated session: the whole market, a sector, or a share by itself. */
final class Factor {

    /** How fast the recent mean follows the price, every minute. */
    private static final double MEAN_FOLLOWS = 0.09;

    /** A jump comes once in so many minutes. */
    private static final double MINUTES_PER_JUMP = 3_000;

    private static final double SMALLEST_JUMP = 4;
    private static final double LARGEST_JUMP = 6.5;

    /** A jump brings at least as much activity as this. */
    private static final double BURST_OF_JUMP = 1.5;

    /** Loudness lives on for minutes and for an hour: the part kept every minute, and the spread of its logarithm. */
    private static final double FAST_KEPT = 0.80;

    private static final double FAST_SPREAD = 0.22;
    private static final double SLOW_KEPT = 0.985;
    private static final double SLOW_SPREAD = 0.25;

    /** Keeps the mean square of loudness at 1. */
    private static final double MEAN_LOUDNESS = FAST_SPREAD * FAST_SPREAD + SLOW_SPREAD * SLOW_SPREAD;

    /** The part of a burst that is left a minute later. */
    private static final double BURST_KEPT = 0.3;

    private static final double WEAKEST_BURST = 0.8;
    private static final double STRONGEST_BURST = 1.35;

    /** How far a burst of 1 moves the price in a minute, and how much louder it gets. */
    private static final double MOVE_OF_BURST = 1;

    private static final double LOUDNESS_OF_BURST = 0.1;

    /** How loudness shows in volume. */
    private static final double ACTIVITY_OF_LOUDNESS = 0.35;

    private final double[] moves;
    private final double[] activity;

    private Factor(int minutes) {
        this.moves = new double[minutes];
        this.activity = new double[minutes];
    }

    static Factor of(int minutes, Seed seed) {
        Factor factor = new Factor(minutes);
        Walk walk = new Walk(new Draws(seed));
        for (int minute = 0; minute < minutes; minute++) {
            factor.moves[minute] = walk.move();
            factor.activity[minute] = walk.activity();
        }
        return factor;
    }

    /** What a minute adds to the logarithm of price, in usual moves of a minute. */
    double move(int minute) {
        return moves[minute];
    }

    /** What a minute adds to the logarithm of volume. */
    double activity(int minute) {
        return activity[minute];
    }

    /** The state that minutes hand on. */
    private static final class Walk {

        private final Draws draws;
        private Regime regime;
        private int minutesLeft;
        private double fast;
        private double slow;
        private double burst;
        private int direction = 1;
        private double away;
        private double ahead;

        Walk(Draws draws) {
            this.draws = draws;
            this.regime = Regime.any(draws);
            // The day opens somewhere in the middle of a regime.
            this.minutesLeft = (int) (draws.unit() * Regime.minutes(draws));
            this.fast = FAST_SPREAD * draws.normal();
            this.slow = SLOW_SPREAD * draws.normal();
        }

        double activity() {
            return burst + ACTIVITY_OF_LOUDNESS * (fast + slow);
        }

        double move() {
            changeRegime();
            fast = carried(fast, FAST_KEPT, FAST_SPREAD);
            slow = carried(slow, SLOW_KEPT, SLOW_SPREAD);
            burst *= BURST_KEPT;
            if (draws.happens(regime.burst(ahead))) {
                burst = draws.between(WEAKEST_BURST, STRONGEST_BURST);
                direction = regime.burstDirection(ahead, draws);
            }
            double loudness =
                    regime.loudness() * StrictMath.exp(fast + slow - MEAN_LOUDNESS + LOUDNESS_OF_BURST * burst);
            double move = loudness * draws.normal() + regime.push(away) + MOVE_OF_BURST * direction * burst + jump();
            away += move;
            ahead = (1 - MEAN_FOLLOWS) * (ahead + move);
            return move;
        }

        private void changeRegime() {
            if (minutesLeft == 0) {
                regime = regime.next(draws);
                minutesLeft = Regime.minutes(draws);
                away = 0;
            }
            minutesLeft--;
        }

        private double jump() {
            if (!draws.happens(1 / MINUTES_PER_JUMP)) {
                return 0;
            }
            burst = Math.max(burst, BURST_OF_JUMP);
            return (draws.happens(0.5) ? 1 : -1) * draws.between(SMALLEST_JUMP, LARGEST_JUMP);
        }

        private double carried(double state, double kept, double spread) {
            return kept * state + StrictMath.sqrt(1 - kept * kept) * spread * draws.normal();
        }
    }
}
