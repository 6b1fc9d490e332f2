package dev.opspipeline.simulation.world;

import dev.opspipeline.market.Ticker;
import dev.opspipeline.signal.Action;
import dev.opspipeline.signal.Confidence;
import dev.opspipeline.signal.Features;
import dev.opspipeline.signal.Recommendation;
import dev.opspipeline.signal.RecommendationId;
import dev.opspipeline.signal.Strategy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Good recommendations, none or several at once, in few enough tickers that they get in each other's way. */
final class SignalBursts {

    static final List<Ticker> TICKERS = Stream.of(
                    "AMD", "F", "GE", "HD", "IBM", "JPM", "KO", "MA", "NVDA", "PG", "T", "V")
            .map(Ticker::new)
            .toList();

    private static final int MOST_AT_ONCE = 6;

    private final Random random;
    private int made;

    SignalBursts(Random random) {
        this.random = random;
    }

    int made() {
        return made;
    }

    List<Recommendation> next(Instant now) {
        List<Recommendation> burst = new ArrayList<>();
        if (random.nextDouble() <= 0.25) {
            int size = 1 + random.nextInt(MOST_AT_ONCE);
            for (int i = 0; i < size; i++) {
                burst.add(recommendation(now));
            }
        }
        return burst;
    }

    private Recommendation recommendation(Instant now) {
        Ticker ticker = TICKERS.get(random.nextInt(TICKERS.size()));
        Action action = random.nextBoolean() ? Action.BUY_CALL : Action.BUY_PUT;
        Instant barTime = now.minusSeconds(65);
        made++;
        return new Recommendation(
                RecommendationId.of(ticker, barTime, action, "sim" + made),
                ticker,
                action,
                random.nextInt(4) == 0 ? Strategy.SWING : Strategy.DAY,
                "sim",
                0.7 + 0.3 * random.nextDouble(),
                5 * random.nextDouble(),
                OneTickerChains.SPOT,
                new Features(99.5, 99.0, 0.005, 1, 0.8 + random.nextDouble(), 2.0 + random.nextDouble(), 0),
                new Confidence(0.9, 1.15, 0.8, 1.0, 1.0),
                null,
                null,
                barTime,
                now,
                now.plusSeconds(300));
    }
}
