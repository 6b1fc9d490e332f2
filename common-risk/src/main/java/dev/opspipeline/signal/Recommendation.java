package dev.opspipeline.signal;

import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A proposal to every account: buy calls or puts on this ticker now. Knows no account. Shape only is guaranteed here;
 * ranges are judged by the accounts' gates, so that a bad one is refused on the record.
 *
 * @param rule name and version of the rule that made it
 * @param confidence 0..1
 * @param score conviction, 0..5
 * @param underlyingPrice the bar's close, dollars
 * @param news what the news said; null when no source is configured, which counts as neutral
 * @param volatilityIndex level of the market's volatility index; null when no source is configured or it is not known
 * @param barTime start of the bar it was made from, UTC
 * @param createdAt market time it was made
 * @param expiresAt market time after which nobody may act on it
 */
public record Recommendation(
        RecommendationId id,
        Ticker ticker,
        Action action,
        Strategy strategy,
        String rule,
        double confidence,
        double score,
        Money underlyingPrice,
        Features features,
        Confidence breakdown,
        @Nullable Sentiment news,
        @Nullable Double volatilityIndex,
        Instant barTime,
        Instant createdAt,
        Instant expiresAt) {}
