package dev.opspipeline.dispatcher;

import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Action;
import dev.opspipeline.signal.Confidence;
import dev.opspipeline.signal.Features;
import dev.opspipeline.signal.Recommendation;
import dev.opspipeline.signal.RecommendationId;
import dev.opspipeline.signal.Strategy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Recommendations that a large account follows, unless something is in the way. */
final class Signals {

    /** An hour into an ordinary Thursday. */
    static final Instant NOW = Instant.parse("2026-04-09T14:32:30Z");

    private Signals() {}

    /** Made just now from the minute before. */
    static Recommendation call(String symbol, Instant now) {
        Ticker ticker = new Ticker(symbol);
        Instant bar = now.truncatedTo(ChronoUnit.MINUTES).minusSeconds(60);
        return new Recommendation(
                RecommendationId.of(ticker, bar, Action.BUY_CALL, "trend1"),
                ticker,
                Action.BUY_CALL,
                Strategy.DAY,
                "trend1",
                0.83,
                4.0,
                Money.of(100),
                new Features(99.5, 99.0, 0.005, 1, 1.0, 2.4, Double.NaN),
                new Confidence(0.9, 1.15, 0.8, 1.0, 1.0),
                null,
                null,
                bar,
                now,
                now.plusSeconds(300));
    }
}
