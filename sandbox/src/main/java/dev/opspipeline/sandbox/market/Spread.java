package dev.opspipeline.sandbox.market;

/** How far bid and ask of an option stand apart. */
final class Spread {

    private static final double NEAR_THE_MONEY = 0.025;
    private static final double FAR_OUT = 0.15;
    private static final double LIQUID_DELTA = 0.30;
    private static final double LESS_LIQUID_NAME = 1.3;

    private Spread() {}

    /** Whole cents, at least one: a part of the premium that grows once the delta falls below 0.30. */
    static long cents(double premium, double delta, boolean liquid) {
        double away = Math.max(0, LIQUID_DELTA - Math.abs(delta)) / LIQUID_DELTA;
        double part = (NEAR_THE_MONEY + FAR_OUT * away * away) * (liquid ? 1 : LESS_LIQUID_NAME);
        return Math.max(1, Math.round(premium * part * 100));
    }
}
