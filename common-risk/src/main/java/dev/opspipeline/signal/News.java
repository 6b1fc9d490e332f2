package dev.opspipeline.signal;

import dev.opspipeline.market.Ticker;
import java.time.Instant;

/** Where sentiment comes from. Answers from memory at once; equal questions get equal answers, or replays would differ. */
@FunctionalInterface
public interface News {

    /** No source: every ticker is neutral. */
    News NONE = (ticker, at) -> Sentiment.NONE;

    /** What was known about a ticker at a market time. */
    Sentiment about(Ticker ticker, Instant at);
}
