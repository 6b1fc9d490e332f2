package dev.opspipeline.simulation.world;

/**
 * How often what goes wrong, each a probability.
 *
 * @param answerLost an order arrives and its answer does not
 * @param requestLost an order never arrives
 * @param refused an order is refused
 * @param rejectedLater an order is taken, and rejected afterwards
 * @param silent a question is not answered
 * @param updateLost a message of the stream never arrives, and the stream breaks with it
 * @param updateTwice a message of the stream arrives twice
 */
public record Misfortune(
        double answerLost,
        double requestLost,
        double refused,
        double rejectedLater,
        double silent,
        double updateLost,
        double updateTwice) {

    public static final Misfortune NONE = new Misfortune(0, 0, 0, 0, 0, 0, 0);

    /** More in a day than a year brings. */
    public static final Misfortune PLENTY = new Misfortune(0.05, 0.05, 0.01, 0.02, 0.02, 0.04, 0.1);
}
