package dev.opspipeline.risk;

import dev.opspipeline.market.Ticker;
import java.time.Duration;

/** Leaves a ticker alone for a while after entering it. */
record TickerCooldownGate(Duration cooldown) implements RiskGate {

    @Override
    public Verdict check(Proposal proposal) {
        Ticker ticker = proposal.recommendation().ticker();
        return EntryHistory.of(proposal)
                .map(history -> history.cooled(
                        RefusalCode.TICKER_COOLDOWN, entry -> entry.ticker().equals(ticker), cooldown))
                .orElseGet(() -> Verdict.unknown(
                        RefusalCode.TICKER_COOLDOWN, "entries", "at least " + Figures.seconds(cooldown) + " ago"));
    }
}
