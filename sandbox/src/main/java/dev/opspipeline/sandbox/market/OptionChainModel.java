package dev.opspipeline.sandbox.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options on the replayed tickers: which are listed, and at what they are bid and offered now. */
public final class OptionChainModel {

    private static final double SMILE = 0.02;
    private static final double SKEW = -0.03;
    private static final double SMILE_ENDS = 3;
    private static final double SMILE_SHORTEST_YEARS = 0.5 / Volatility.SESSIONS_A_YEAR;

    private final MarketReplay market;
    private final TradingCalendar calendar;
    private final Map<String, Double> volatilities = new HashMap<>();
    private final Map<String, List<ListedOption>> chains = new HashMap<>();
    private final Map<String, ListedOption> bySymbol = new HashMap<>();
    private final Map<LocalDate, Integer> sessionsAfterToday = new HashMap<>();

    /** Volatility per ticker is estimated from the replay's earlier days; strikes lie around today's opening prices. */
    public OptionChainModel(MarketReplay market, TradingCalendar calendar, Seed seed) {
        this.market = market;
        this.calendar = calendar;
        LocalDate today = market.session().date();
        OptionListings listings = new OptionListings(calendar, today, seed);
        for (String ticker : market.tickers()) {
            double volatility = Volatility.annualised(market.history(ticker));
            volatilities.put(ticker, volatility);
            List<ListedOption> chain = listings.of(ticker, market.openingPrice(ticker), volatility);
            chains.put(ticker, chain);
            chain.forEach(option -> bySymbol.put(option.symbol(), option));
            chain.forEach(option -> sessionsAfterToday.computeIfAbsent(
                    option.expiry(),
                    expiry -> calendar.sessions(today.plusDays(1), expiry).size()));
        }
    }

    /** The contracts listed on a ticker, sorted by symbol; empty for a ticker that does not trade. */
    public List<ListedOption> listed(String ticker) {
        return chains.getOrDefault(ticker, List.of());
    }

    /** A contract by its OCC symbol. */
    public Optional<ListedOption> find(String symbol) {
        return Optional.ofNullable(bySymbol.get(symbol));
    }

    /** The quote at the replay's market time; empty before the open. After the close it is the close's. */
    public Optional<OptionQuote> quote(ListedOption option) {
        TradingSession session = market.session();
        if (market.now().isBefore(session.open())) {
            return Optional.empty();
        }
        Instant at = market.now().isAfter(session.close()) ? session.close() : market.now();
        return Optional.of(quoteAt(option, market.price(option.underlying()), at));
    }

    /** Dollars per share that exercise would bring at the underlying's price now. */
    public BigDecimal intrinsic(ListedOption option) {
        BigDecimal spot = BigDecimal.valueOf(market.price(option.underlying()));
        BigDecimal inside =
                option.call() ? spot.subtract(option.strike()) : option.strike().subtract(spot);
        return inside.max(BigDecimal.ZERO).setScale(2, RoundingMode.HALF_UP);
    }

    OptionQuote quoteAt(ListedOption option, double spot, Instant at) {
        BlackScholes model = model(option, spot, at);
        double value = model.value();
        boolean liquid = OptionListings.MOST_LIQUID.contains(option.underlying());
        long spreadCents = Spread.cents(value, model.delta(), liquid);
        long bidCents = Math.max(0, (long) Math.floor(value * 100 - spreadCents / 2.0 + 0.5));
        return new OptionQuote(
                BigDecimal.valueOf(bidCents, 2),
                BigDecimal.valueOf(bidCents + spreadCents, 2),
                model.delta(),
                model.gamma(),
                model.theta(),
                model.vega(),
                model.volatility(),
                (long) (option.dailyVolume() * elapsed(at)),
                at);
    }

    BlackScholes model(ListedOption option, double spot, Instant at) {
        double years = yearsToExpiry(option.expiry(), at);
        double base = volatilities.getOrDefault(option.underlying(), Volatility.UNKNOWN);
        double strike = option.strike().doubleValue();
        // Counted in usual moves; ends where the wings would otherwise make a further strike worth more than a nearer
        // one.
        double away = Math.log(strike / spot) / (base * Math.sqrt(Math.max(years, SMILE_SHORTEST_YEARS)));
        double bent = Math.clamp(away, -SMILE_ENDS, SMILE_ENDS);
        double volatility = base * (1 + SKEW * bent + SMILE * bent * bent);
        return new BlackScholes(option.call(), spot, strike, years, volatility);
    }

    /** Sessions left, today's by what is left of it, in years of {@value Volatility#SESSIONS_A_YEAR} sessions. */
    double yearsToExpiry(LocalDate expiry, Instant at) {
        LocalDate today = market.session().date();
        if (expiry.isBefore(today)) {
            return 0;
        }
        int after = sessionsAfterToday.computeIfAbsent(
                expiry, date -> calendar.sessions(today.plusDays(1), date).size());
        return (after + 1 - elapsed(at)) / Volatility.SESSIONS_A_YEAR;
    }

    /** The part of today's session that is over, 0..1. */
    private double elapsed(Instant at) {
        TradingSession session = market.session();
        double length = Duration.between(session.open(), session.close()).toMillis();
        return Math.clamp(Duration.between(session.open(), at).toMillis() / length, 0, 1);
    }
}
