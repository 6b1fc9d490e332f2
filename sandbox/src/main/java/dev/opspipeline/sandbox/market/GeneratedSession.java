package dev.opspipeline.sandbox.market;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What all shares have in common in one generated session: the market, the sectors and the night before. */
final class GeneratedSession {

    /** A night moves a price by this part of a day's usual move. */
    private static final double NIGHT = 0.7;

    /** What part of a night's variance all shares have in common. */
    private static final double NIGHT_OF_MARKET = 0.4;

    /** How often there was news at night, and what it multiplies the move by. */
    private static final double NEWS = 0.04;

    private static final double NIGHT_OF_NEWS = 3;

    private final TradingSession session;
    private final int minutes;
    private final Seed seed;
    private final Factor market;
    private final double marketNight;
    private final Map<Share.Sector, Factor> sectors = new EnumMap<>(Share.Sector.class);

    GeneratedSession(TradingSession session, Seed seed) {
        this.session = session;
        this.minutes = (int) Duration.between(session.open(), session.close()).dividedBy(Bar.LENGTH);
        this.seed = seed.with(session.date().toEpochDay());
        this.market = Factor.of(minutes, this.seed.with("market"));
        this.marketNight = new Draws(this.seed.with("night")).normal();
    }

    /** A share's bars of this session, from its last price in the one before, in dollars. */
    List<Bar> bars(Share share, double lastPrice) {
        Seed own = seed.with("share").with(share.ticker());
        double opening = lastPrice * StrictMath.exp(share.dailyMove() * night(new Draws(own.with("night"))));
        Factor sector = sectors.computeIfAbsent(
                share.sector(), unseen -> Factor.of(minutes, seed.with("sector").with(unseen.name())));
        return new ShareSession(share, session, minutes, own.with("session"))
                .bars(opening, market, sector, Factor.of(minutes, own.with("factor")));
    }

    private double night(Draws draws) {
        double news = draws.happens(NEWS) ? NIGHT_OF_NEWS : 1;
        double alone = StrictMath.sqrt(1 - NIGHT_OF_MARKET) * draws.normal();
        return NIGHT * news * (StrictMath.sqrt(NIGHT_OF_MARKET) * marketNight + alone);
    }
}
