package dev.opspipeline.sandbox.market;

import java.util.ArrayList;
import java.util.List;

/** One share's minutes of one generated session. */
final class ShareSession {

    /** What part of a minute's variance comes from the market, the sector and the share itself; together 1. */
    private static final double OF_MARKET = 0.25;

    private static final double OF_SECTOR = 0.12;
    private static final double OF_SHARE = 1 - OF_MARKET - OF_SECTOR;

    /** How much of the market's and the sector's activity reaches a share. */
    private static final double SHARED_ACTIVITY = 0.25;

    /** Spread of the logarithm of volume that nothing explains: from minute to minute, and lasting. */
    private static final double VOLUME_NOISE = 0.31;

    private static final double LASTING_NOISE = 0.22;
    private static final double LASTING_KEPT = 0.85;
    private static final double LASTING_ADDED = LASTING_NOISE * StrictMath.sqrt(1 - LASTING_KEPT * LASTING_KEPT);

    /** What a move of one usual minute adds to the logarithm of volume. */
    private static final double VOLUME_OF_MOVE = 0.16;

    /** Shares move and trade more on some days than on others, often both: spreads of the logarithms. */
    private static final double MOVE_OF_DAY = 0.2;

    private static final double VOLUME_OF_DAY = 0.2;
    private static final double TOGETHER = 0.6;
    private static final double APART = 0.8;

    /** How far the first trade of a minute lies from the last of the one before, in usual moves. */
    private static final double BETWEEN_MINUTES = 0.12;

    /** The path inside a minute wanders a bit less than its close: trades are few. */
    private static final double WITHIN_MINUTE = 0.85;

    private final Share share;
    private final TradingSession session;
    private final int minutes;
    private final Draws draws;
    private final double usualMove;
    private final double usualVolume;

    ShareSession(Share share, TradingSession session, int minutes, Seed seed) {
        this.share = share;
        this.session = session;
        this.minutes = minutes;
        this.draws = new Draws(seed);
        double loudDay = draws.normal();
        this.usualMove = share.dailyMove()
                / StrictMath.sqrt(GeneratedBars.FULL_DAY_MINUTES)
                * StrictMath.exp(MOVE_OF_DAY * loudDay);
        this.usualVolume = share.dailyVolume()
                / GeneratedBars.FULL_DAY_MINUTES
                * StrictMath.exp(VOLUME_OF_DAY * (TOGETHER * loudDay + APART * draws.normal()));
    }

    /** The session's bars, opening at a price in dollars. */
    List<Bar> bars(double opening, Factor market, Factor sector, Factor own) {
        List<Bar> bars = new ArrayList<>(minutes);
        double price = opening;
        double lasting = LASTING_NOISE * draws.normal();
        for (int minute = 0; minute < minutes; minute++) {
            double move = StrictMath.sqrt(OF_MARKET) * market.move(minute)
                    + StrictMath.sqrt(OF_SECTOR) * sector.move(minute)
                    + StrictMath.sqrt(OF_SHARE) * own.move(minute);
            double usual = usualMove * DayShape.move(minute, minutes);
            double first = minute == 0 ? price : price * StrictMath.exp(usual * BETWEEN_MINUTES * draws.normal());
            price *= StrictMath.exp(usual * move);
            lasting = LASTING_KEPT * lasting + LASTING_ADDED * draws.normal();
            double activity = own.activity(minute)
                    + SHARED_ACTIVITY * (market.activity(minute) + sector.activity(minute))
                    + VOLUME_OF_MOVE * Math.abs(move)
                    + lasting
                    + VOLUME_NOISE * draws.normal();
            double volume = usualVolume * DayShape.volume(minute, minutes) * StrictMath.exp(activity);
            bars.add(bar(minute, first, price, usual * WITHIN_MINUTE, volume));
        }
        return bars;
    }

    /** A bar whose highest and lowest price are those of a random walk from its first to its last. */
    private Bar bar(int minute, double first, double last, double wander, double volume) {
        double between = StrictMath.log(last / first);
        double up = beyond(between, wander);
        double down = beyond(-between, wander);
        double open = cents(first);
        double close = cents(last);
        return new Bar(
                share.ticker(),
                session.open().plus(Bar.LENGTH.multipliedBy(minute)),
                open,
                Math.max(cents(first * StrictMath.exp(up)), Math.max(open, close)),
                Math.min(cents(first * StrictMath.exp(-down)), Math.min(open, close)),
                close,
                Math.max(1, Math.round(volume)));
    }

    /** The highest point of a random walk that starts at 0 and ends at a known place. */
    private double beyond(double end, double wander) {
        return (end + StrictMath.sqrt(end * end + 2 * wander * wander * draws.exponential())) / 2;
    }

    private static double cents(double price) {
        return Math.max(1, Math.rint(price * 100)) / 100;
    }
}
