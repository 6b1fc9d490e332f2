package dev.opspipeline.contract;

import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.OptionType;
import dev.opspipeline.market.Quote;
import dev.opspipeline.market.Session;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Action;
import dev.opspipeline.signal.Confidence;
import dev.opspipeline.signal.Features;
import dev.opspipeline.signal.Recommendation;
import dev.opspipeline.signal.RecommendationId;
import dev.opspipeline.signal.Strategy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Listings and recommendations for tests: NVDA at 100 dollars on an ordinary Thursday, an hour after the open. */
public final class Chains {

    public static final LocalDate TODAY = LocalDate.parse("2026-04-09");
    public static final Instant NOW = Instant.parse("2026-04-09T14:32:30Z");
    public static final Session SESSION =
            new Session(TODAY, Instant.parse("2026-04-09T13:30:00Z"), Instant.parse("2026-04-09T20:00:00Z"));
    public static final Ticker NVDA = new Ticker("NVDA");

    private Chains() {}

    public static OptionListing call(int daysToExpiry, String strike, String bid, String ask, double delta) {
        return listing(OptionType.CALL, daysToExpiry, strike, bid, ask, delta);
    }

    public static OptionListing listing(
            OptionType type, int daysToExpiry, String strike, String bid, String ask, double delta) {
        OptionContract contract = new OptionContract(NVDA, TODAY.plusDays(daysToExpiry), type, Money.of(strike));
        return new OptionListing(contract, quote(bid, ask), delta, 500L, 900L, true);
    }

    public static Quote quote(String bid, String ask) {
        return new Quote(Money.of(bid), Money.of(ask), NOW, NOW, "indicative");
    }

    static OptionListing quoted(OptionListing listing, Duration changedAgo, Duration confirmedAgo) {
        Quote quote = Objects.requireNonNull(listing.quote());
        return new OptionListing(
                listing.contract(),
                new Quote(quote.bid(), quote.ask(), NOW.minus(changedAgo), NOW.minus(confirmedAgo), quote.feed()),
                listing.delta(),
                listing.volume(),
                listing.openInterest(),
                listing.tradable());
    }

    static ContractSearch search(Strategy strategy, OptionListing... listings) {
        return search(recommendation(Action.BUY_CALL, strategy), NOW, listings);
    }

    static ContractSearch search(Recommendation recommendation, Instant now, OptionListing... listings) {
        return new ContractSearch(
                recommendation, List.of(listings), SESSION, now, (listing, price) -> Optional.empty());
    }

    static Recommendation recommendation(Action action, Strategy strategy) {
        Instant bar = Instant.parse("2026-04-09T14:31:00Z");
        return new Recommendation(
                RecommendationId.of(NVDA, bar, action, "trend1"),
                NVDA,
                action,
                strategy,
                "trend1",
                0.83,
                4.0,
                Money.of("100.00"),
                new Features(99.5, 99.0, 0.005, 1, 1.0, 2.4, Double.NaN),
                new Confidence(0.9, 1.15, 0.8, 1.0, 1.0),
                null,
                null,
                bar,
                bar.plusSeconds(61),
                bar.plusSeconds(361));
    }
}
