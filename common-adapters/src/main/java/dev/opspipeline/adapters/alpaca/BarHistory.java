package dev.opspipeline.adapters.alpaca;

import static dev.opspipeline.adapters.alpaca.Reading.required;

import dev.opspipeline.account.Reply;
import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Ticker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Past minute bars, to warm up on and to close the gaps of a stream. */
public final class BarHistory {

    /** The broker's limit, bars over all tickers. */
    private static final String PAGE = "10000";

    private final String feed;
    private final MarketDataEndpoint bars;

    public BarHistory(AlpacaConnection connection) {
        this.feed = connection.settings().stockFeed();
        this.bars = new MarketDataEndpoint(connection.dataClient("v2"), "stocks/bars");
    }

    /**
     * The minute bars that start between two instants, both included, in order of time and then ticker; a minute without
     * trades has none. Prices are adjusted for splits, so that windows may span them.
     */
    public Reply<List<Bar>> bars(Collection<Ticker> tickers, Instant from, Instant to) {
        if (tickers.isEmpty()) {
            return new Reply.Answer<>(List.of());
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(
                "symbols",
                String.join(",", tickers.stream().map(Ticker::symbol).distinct().toList()));
        parameters.put("timeframe", "1Min");
        parameters.put("start", from.toString());
        parameters.put("end", to.toString());
        parameters.put("limit", PAGE);
        parameters.put("adjustment", "split");
        parameters.put("feed", feed);
        return Asking.ask("bars", () -> {
            List<Bar> found = new ArrayList<>();
            bars.getAll(
                    "",
                    parameters,
                    BarWire.Page.class,
                    BarWire.Page::nextPageToken,
                    page -> required(page.bars(), "bars")
                            .forEach((symbol, rows) -> rows.forEach(row -> found.add(row.bar(new Ticker(symbol))))));
            found.sort(Comparator.comparing(Bar::start).thenComparing(Bar::ticker));
            return List.copyOf(found);
        });
    }
}
