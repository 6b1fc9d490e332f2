package dev.opspipeline.positionmanager;

import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Quote;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Keeps the latest quote of each contract until the exits' thread gets to it, so that a fast market never puts more than one
 * task in its way. Called from any thread.
 */
final class LatestQuotes {

    private final BiConsumer<OptionContract, Quote> exits;
    private final Consumer<Runnable> thread;
    private final Map<OptionContract, Quote> waiting = new LinkedHashMap<>();

    /**
     * @param exits what is told of quotes
     * @param thread runs a task on the exits' thread
     */
    LatestQuotes(BiConsumer<OptionContract, Quote> exits, Consumer<Runnable> thread) {
        this.exits = exits;
        this.thread = thread;
    }

    void quoted(OptionContract contract, Quote quote) {
        boolean first;
        synchronized (waiting) {
            first = waiting.isEmpty();
            waiting.merge(contract, quote, LatestQuotes::later);
        }
        if (first) {
            thread.accept(this::tell);
        }
    }

    private void tell() {
        Map<OptionContract, Quote> latest;
        synchronized (waiting) {
            latest = Map.copyOf(waiting);
            waiting.clear();
        }
        latest.forEach(exits);
    }

    private static Quote later(Quote one, Quote other) {
        return other.confirmedAt().isBefore(one.confirmedAt()) ? one : other;
    }
}
