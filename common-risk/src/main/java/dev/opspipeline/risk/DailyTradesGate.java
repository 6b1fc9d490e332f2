package dev.opspipeline.risk;

import dev.opspipeline.market.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Enters only so often a day, in the account and in one ticker.
 *
 * @param max null when there is no limit; 0 when none is allowed
 * @param maxPerTicker likewise
 */
record DailyTradesGate(@Nullable Integer max, @Nullable Integer maxPerTicker) implements RiskGate {

    @Override
    public Verdict check(Proposal proposal) {
        Ticker ticker = proposal.recommendation().ticker();
        String limit = "%s, %s in a ticker".formatted(words(max), words(maxPerTicker));
        return EntryHistory.of(proposal)
                .map(history -> verdict(
                        history.trades(entry -> true),
                        history.trades(entry -> entry.ticker().equals(ticker)),
                        ticker,
                        limit))
                .orElseGet(() -> Verdict.unknown(RefusalCode.DAILY_TRADE_LIMIT, "entries", limit));
    }

    private Verdict verdict(long trades, long inTicker, Ticker ticker, String limit) {
        boolean passed = (max == null || trades < max) && (maxPerTicker == null || inTicker < maxPerTicker);
        return Verdict.of(
                RefusalCode.DAILY_TRADE_LIMIT, passed, "%d, %d in %s".formatted(trades, inTicker, ticker), limit);
    }

    private static String words(@Nullable Integer limit) {
        return limit == null ? "no limit" : "below " + limit;
    }
}
