package dev.opspipeline.simulation.world;

import dev.opspipeline.account.Reply;
import dev.opspipeline.contract.OptionListing;
import dev.opspipeline.contract.OptionMarket;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.OptionType;
import dev.opspipeline.market.Quote;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/** Chains of one contract an expiry, whose price wanders: every stock is worth 100 dollars for ever. */
public final class OneTickerChains implements OptionMarket {

    static final Money SPOT = Money.of(100);

    private static final Money SPREAD = Money.of("0.04");
    private static final Money LOWEST = Money.of("0.60");
    private static final int CENTS = 300;

    private final Random random;
    private final InstantSource clock;
    private final Map<Ticker, Money> asks = new TreeMap<>();

    public OneTickerChains(Random random, List<Ticker> tickers, InstantSource clock) {
        this.random = random;
        this.clock = clock;
        // All at once: a price that was drawn when it is first asked for would hang on who asks.
        tickers.forEach(ticker -> asks.put(ticker, LOWEST.plus(cents(random.nextInt(CENTS)))));
    }

    /** Prices wander. */
    public void wander() {
        asks.replaceAll((ticker, ask) -> LOWEST.max(ask.plus(cents(random.nextInt(21) - 10))));
    }

    public Money ask(Ticker ticker) {
        return Objects.requireNonNull(asks.get(ticker), ticker::symbol);
    }

    public Money bid(Ticker ticker) {
        return ask(ticker).minus(SPREAD);
    }

    private static Money cents(int cents) {
        return new Money(BigDecimal.valueOf(cents).movePointLeft(2));
    }

    @Override
    public Reply<List<OptionListing>> chain(ChainQuery query) {
        boolean call = query.type() == OptionType.CALL;
        Instant now = clock.instant();
        OptionContract contract = new OptionContract(
                query.underlying(), query.firstExpiry(), query.type(), Money.of(call ? "101.50" : "98.50"));
        Quote quote = new Quote(bid(query.underlying()), ask(query.underlying()), now, now, "indicative");
        return new Reply.Answer<>(List.of(new OptionListing(contract, quote, call ? 0.35 : -0.35, 500L, 900L, true)));
    }

    @Override
    public Reply<Map<OptionContract, Quote>> quotes(Collection<OptionContract> contracts) {
        Instant now = clock.instant();
        Map<OptionContract, Quote> quotes = new HashMap<>();
        contracts.forEach(contract -> quotes.put(
                contract, new Quote(bid(contract.underlying()), ask(contract.underlying()), now, now, "indicative")));
        return new Reply.Answer<>(quotes);
    }
}
