package dev.opspipeline.dispatcher.alpaca;

import dev.opspipeline.account.Reply;
import dev.opspipeline.adapters.alpaca.BarHistory;
import dev.opspipeline.dispatcher.UnderlyingPrices;
import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The close of each stock's last bar. */
public final class LastBars implements UnderlyingPrices {

    /** A stock that did not trade for longer has no price (market time). */
    private static final Duration BACK = Duration.ofMinutes(30);

    private final BarHistory bars;
    private final InstantSource clock;

    public LastBars(BarHistory bars, InstantSource clock) {
        this.bars = bars;
        this.clock = clock;
    }

    @Override
    public Reply<Map<Ticker, Money>> latest(Collection<Ticker> tickers) {
        Instant now = clock.instant();
        return bars.bars(tickers, now.minus(BACK), now).map(LastBars::closes);
    }

    private static Map<Ticker, Money> closes(List<Bar> inOrder) {
        Map<Ticker, Money> closes = new HashMap<>();
        inOrder.forEach(bar -> closes.put(bar.ticker(), Money.nearest(bar.close())));
        return closes;
    }
}
