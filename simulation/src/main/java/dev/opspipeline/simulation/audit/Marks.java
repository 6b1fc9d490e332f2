package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.BrokerFact.Quote;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The option quotes served lately, to whomever. */
final class Marks {

    /** Market time a served quote is remembered: as long as an entry order may rest. */
    static final Duration KEPT = Duration.ofSeconds(60);

    private final Map<String, Deque<Quote>> quotes = new HashMap<>();

    void take(Quote quote) {
        Deque<Quote> served = quotes.computeIfAbsent(quote.symbol(), none -> new ArrayDeque<>());
        served.addLast(quote);
        Instant oldest = quote.at().minus(KEPT);
        while (served.size() > 1 && served.getFirst().at().isBefore(oldest)) {
            served.removeFirst();
        }
    }

    Optional<Quote> last(String symbol) {
        return Optional.ofNullable(quotes.get(symbol)).map(Deque::getLast);
    }

    /** Quotes served in so much time before the instant. */
    List<Quote> within(String symbol, Instant at, Duration window) {
        Instant from = at.minus(window);
        return quotes.getOrDefault(symbol, new ArrayDeque<>()).stream()
                .filter(quote -> !quote.at().isBefore(from) && !quote.at().isAfter(at))
                .toList();
    }

    /** The lowest mark that a snapshot of that age may rightly have shown; empty when nothing was ever served. */
    Optional<BigDecimal> lowestMid(String symbol, Instant at, Duration age) {
        Instant from = at.minus(age);
        Optional<BigDecimal> lowest = Optional.empty();
        for (Quote quote : quotes.getOrDefault(symbol, new ArrayDeque<>())) {
            boolean older = quote.at().isBefore(from);
            lowest = Optional.of(
                    older || lowest.isEmpty() ? quote.mid() : lowest.get().min(quote.mid()));
        }
        return lowest;
    }
}
