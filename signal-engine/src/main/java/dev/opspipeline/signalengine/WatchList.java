package dev.opspipeline.signalengine;

import dev.opspipeline.market.Ticker;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** The stocks to watch, as an operator writes them: symbols separated by commas or white space. */
record WatchList(List<Ticker> tickers) {

    /** What one core serves with room to spare. */
    static final int MOST = 500;

    /** @throws IllegalArgumentException with one line that says what is wrong and what to do */
    static WatchList parse(String text) {
        List<String> symbols = Arrays.stream(text.split("[,\\s]+", -1))
                .filter(symbol -> !symbol.isEmpty())
                .toList();
        if (symbols.isEmpty()) {
            throw new IllegalArgumentException("tickers must name at least one stock, as in AAPL,NVDA");
        }
        if (symbols.size() > MOST) {
            throw new IllegalArgumentException("tickers must be at most %d, were %d".formatted(MOST, symbols.size()));
        }
        TreeSet<Ticker> tickers = new TreeSet<>();
        for (String symbol : symbols) {
            if (!tickers.add(ticker(symbol))) {
                throw new IllegalArgumentException("tickers must be named once, '%s' was twice".formatted(symbol));
            }
        }
        return new WatchList(List.copyOf(tickers));
    }

    private static Ticker ticker(String symbol) {
        try {
            return new Ticker(symbol);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "tickers must be symbols separated by commas, as in AAPL,NVDA, one was '%s'".formatted(symbol), e);
        }
    }
}
