package dev.opspipeline.dispatcher;

import dev.opspipeline.account.BookView;
import dev.opspipeline.contract.OptionListing;
import dev.opspipeline.contract.OptionMarket;
import dev.opspipeline.contract.OptionMarket.ChainQuery;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.PositionDelta;
import dev.opspipeline.signal.Recommendation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far what the account holds, or is about to, moves with the market: read in the background, so that no decision waits
 * for it. What could not be read for a while is unknown.
 */
final class HeldDeltas {

    /** Deltas drift slowly, and every one costs a request (market time). */
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private static final Duration KNOWN_FOR = Duration.ofMinutes(5);

    private final OptionMarket options;
    private final UnderlyingPrices prices;
    private final Map<OptionContract, Dated<Double>> deltas = new HashMap<>();
    private final Map<Ticker, Dated<Money>> stocks = new HashMap<>();
    private @Nullable Instant readAt;

    private record Dated<T>(T value, Instant at) {}

    HeldDeltas(OptionMarket options, UnderlyingPrices prices) {
        this.options = options;
        this.prices = prices;
    }

    /** A recommendation tells what its stock trades at. */
    void seen(Recommendation recommendation, Instant now) {
        stocks.put(recommendation.ticker(), new Dated<>(recommendation.underlyingPrice(), now));
    }

    /** The contract that was chosen, as the chain had it. */
    void chosen(OptionContract contract, @Nullable Double delta, Instant now) {
        if (delta != null && !delta.isNaN()) {
            deltas.put(contract, new Dated<>(delta, now));
        }
    }

    /** Reads anew what is older than a minute, for what is held. */
    void refresh(BookView book, Instant now) {
        if (readAt != null && now.isBefore(readAt.plus(PERIOD))) {
            return;
        }
        readAt = now;
        Set<Instrument> held = units(book).keySet();
        for (Instrument instrument : held) {
            if (instrument instanceof OptionContract contract) {
                delta(contract, now);
            }
        }
        Set<Ticker> tickers = held.stream().map(HeldDeltas::underlying).collect(Collectors.toSet());
        if (!tickers.isEmpty()) {
            prices.latest(tickers)
                    .answer()
                    .ifPresent(known -> known.forEach((ticker, price) -> {
                        stocks.put(ticker, new Dated<>(price, now));
                    }));
        }
    }

    private void delta(OptionContract contract, Instant now) {
        ChainQuery one = new ChainQuery(
                contract.underlying(),
                contract.type(),
                contract.expiry(),
                contract.expiry(),
                contract.strike(),
                contract.strike());
        options.chain(one).answer().stream()
                .flatMap(List::stream)
                .filter(listing -> listing.contract().equals(contract))
                .map(OptionListing::delta)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(delta -> chosen(contract, delta, now));
    }

    /** Everything held and on its way, with what is known of it. */
    List<PositionDelta> of(BookView book, Instant now) {
        List<PositionDelta> known = new ArrayList<>();
        units(book)
                .forEach((instrument, units) -> known.add(new PositionDelta(
                        instrument,
                        units,
                        instrument instanceof OptionContract contract ? fresh(deltas.get(contract), now) : null,
                        fresh(stocks.get(underlying(instrument)), now))));
        return known;
    }

    private static <T> @Nullable T fresh(@Nullable Dated<T> dated, Instant now) {
        return dated == null || dated.at().isBefore(now.minus(KNOWN_FOR)) ? null : dated.value();
    }

    private static Map<Instrument, Integer> units(BookView book) {
        Map<Instrument, Integer> units = new TreeMap<>(Comparator.comparing(Instrument::symbol));
        book.positions().forEach(held -> units.merge(held.instrument(), held.quantity(), Integer::sum));
        book.entriesInFlight().forEach(entry -> units.merge(entry.contract(), entry.contracts(), Integer::sum));
        return units;
    }

    private static Ticker underlying(Instrument instrument) {
        return switch (instrument) {
            case Ticker stock -> stock;
            case OptionContract option -> option.underlying();
        };
    }
}
