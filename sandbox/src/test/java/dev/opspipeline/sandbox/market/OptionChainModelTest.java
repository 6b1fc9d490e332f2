package dev.opspipeline.sandbox.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionChainModelTest {

    private static final Instant TEN_THIRTY = TestMarket.OPEN.plus(Duration.ofHours(1));

    private final MarketReplay market = TestMarket.replay(7);
    private final OptionChainModel options = new OptionChainModel(market, TestMarket.CALENDAR, new Seed(7));

    @Test
    void keepsPutCallParity() {
        for (ListedOption call : calls("AAPL")) {
            BlackScholes priced = options.model(call, 200, TEN_THIRTY);
            BlackScholes put =
                    new BlackScholes(false, priced.spot(), priced.strike(), priced.years(), priced.volatility());
            if (priced.value() > priced.intrinsic() && put.value() > put.intrinsic()) {
                assertThat(priced.value() - put.value()).isCloseTo(200 - priced.strike(), within(1e-9));
            }
        }
    }

    @Test
    void agreesWithAPublishedValue() {
        // Hull's textbook example (spot 42, strike 40, 20 %, half a year): its 10 % interest only discounts the strike.
        double discounted = 40 * Math.exp(-0.05);
        assertThat(new BlackScholes(true, 42, discounted, 0.5, 0.2).value()).isCloseTo(4.76, within(0.005));
        assertThat(new BlackScholes(false, 42, discounted, 0.5, 0.2).value()).isCloseTo(0.81, within(0.005));
        assertThat(BlackScholes.cumulative(1.96)).isCloseTo(0.9750021, within(1e-7));
        assertThat(BlackScholes.cumulative(-1.96)).isCloseTo(0.0249979, within(1e-7));
    }

    @Test
    void asksNeverRiseWithACallsStrike() {
        for (Instant at : List.of(TestMarket.OPEN, TEN_THIRTY, TestMarket.CLOSE.minusSeconds(300))) {
            for (LocalDate expiry : expiries("AAPL")) {
                List<ListedOption> chain = calls("AAPL").stream()
                        .filter(option -> option.expiry().equals(expiry))
                        .sorted(Comparator.comparing(ListedOption::strike))
                        .toList();
                for (int i = 1; i < chain.size(); i++) {
                    assertThat(options.model(chain.get(i), 200, at).value())
                            .isLessThanOrEqualTo(
                                    options.model(chain.get(i - 1), 200, at).value() + 1e-9);
                }
            }
        }
    }

    @Test
    void quotesWholeCentsWithABidBelowTheAsk() {
        market.advanceTo(TEN_THIRTY);
        for (ListedOption option : options.listed("AAPL")) {
            OptionQuote quote = options.quote(option).orElseThrow();
            assertThat(quote.bid().scale()).isEqualTo(2);
            assertThat(quote.bid()).isNotNegative().isLessThan(quote.ask());
        }
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            premium, delta, liquid, cents
            0.40,    0.35,  true,   1
            2.00,    0.50,  true,   5
            2.00,    0.30,  true,   5
            2.00,    0.20,  true,   8
            2.00,    0.20,  false,  11
            2.00,    0.00,  true,   35
            0.02,    0.01,  true,   1
            """)
    void spreadsWidenAwayFromTheMoney(double premium, double delta, boolean liquid, long cents) {
        assertThat(Spread.cents(premium, delta, liquid)).isEqualTo(cents);
        assertThat(Spread.cents(premium, -delta, liquid)).isEqualTo(cents);
    }

    @Test
    void nobodyBidsForWhatIsFarOutAndAlmostOver() {
        market.advanceTo(TestMarket.CLOSE.minusSeconds(60));
        ListedOption far = options.find("AAPL260410C00225000").orElseThrow();
        assertThat(options.quote(far).orElseThrow().hasBid()).isFalse();
    }

    @Test
    void quotesNothingBeforeTheOpenAndTheCloseAfterIt() {
        ListedOption option = calls("AAPL").getFirst();
        market.advanceTo(TestMarket.OPEN.minusSeconds(5));
        assertThat(options.quote(option)).isEmpty();
        market.advanceTo(TestMarket.CLOSE.plusSeconds(600));
        assertThat(options.quote(option).orElseThrow().at()).isEqualTo(TestMarket.CLOSE);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            expiry,     at,                   sessions
            2026-04-10, 2026-04-10T13:30:00Z, 1
            2026-04-10, 2026-04-10T16:45:00Z, 0.5
            2026-04-10, 2026-04-10T20:00:00Z, 0
            2026-04-10, 2026-04-10T21:00:00Z, 0
            2026-04-13, 2026-04-10T16:45:00Z, 1.5
            2026-04-17, 2026-04-10T20:00:00Z, 5
            2026-04-09, 2026-04-10T14:00:00Z, 0
            """)
    void timeToExpiryCountsWhatIsLeftOfTodayAndTheSessionsAfterIt(LocalDate expiry, Instant at, double sessions) {
        assertThat(options.yearsToExpiry(expiry, at) * 252).isCloseTo(sessions, within(1e-9));
    }

    @Test
    void listsMondaysAndWednesdaysForTheMostLiquidOnly() {
        assertThat(expiries("AAPL"))
                .startsWith(
                        LocalDate.of(2026, 4, 10),
                        LocalDate.of(2026, 4, 13),
                        LocalDate.of(2026, 4, 15),
                        LocalDate.of(2026, 4, 17))
                // Memorial Day.
                .doesNotContain(LocalDate.of(2026, 5, 25));
        assertThat(expiries("UBER")).startsWith(LocalDate.of(2026, 4, 10), LocalDate.of(2026, 4, 17));
    }

    @Test
    void expiresOnThursdayWhenTheExchangeIsClosedOnFriday() {
        OptionListings listings = new OptionListings(TestMarket.CALENDAR, LocalDate.of(2026, 3, 30), new Seed(7));
        assertThat(listings.expiries("UBER"))
                .contains(LocalDate.of(2026, 4, 2))
                .doesNotContain(LocalDate.of(2026, 4, 3));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            spot,   grid
            24.99,  0.5
            25.00,  1
            99.99,  1
            100.00, 2.5
            249.99, 2.5
            250.00, 5
            """)
    void strikesLieOnTheUsualGridWithinFifteenPercent(double spot, BigDecimal grid) {
        List<BigDecimal> strikes = OptionListings.strikes(spot);
        assertThat(strikes.get(1).subtract(strikes.getFirst())).isEqualByComparingTo(grid);
        assertThat(strikes.getFirst().doubleValue()).isBetween(spot * 0.85, spot * 0.85 + grid.doubleValue());
        assertThat(strikes.getLast().doubleValue()).isBetween(spot * 1.15 - grid.doubleValue(), spot * 1.15);
    }

    @Test
    void asSmallAnAccountAs1804FindsContractsOnMostRecordedTickers() {
        assumeTrue(Files.exists(TestMarket.recorded()), "recorded bars are not beside the project");
        List<Bar> bars = BarsFile.read(TestMarket.recorded());
        MarketReplay recorded = MarketReplay.of(LocalDate.of(2026, 4, 9), bars, TestMarket.CALENDAR, new Seed(7));
        OptionChainModel chains = new OptionChainModel(recorded, TestMarket.CALENDAR, new Seed(7));
        recorded.advanceTo(Instant.parse("2026-04-09T14:30:00Z"));
        assertThat(recorded.tickers()).hasSize(20);
        assertThat(recorded.tickers().stream().filter(ticker -> hasAffordable(chains, ticker)))
                .hasSizeGreaterThanOrEqualTo(14);
    }

    private static boolean hasAffordable(OptionChainModel chains, String ticker) {
        LocalDate nearest = chains.listed(ticker).getFirst().expiry();
        return chains.listed(ticker).stream()
                .filter(option -> option.expiry().equals(nearest))
                .anyMatch(option -> {
                    OptionQuote quote = chains.quote(option).orElseThrow();
                    double mid = quote.mid().doubleValue();
                    double spread = quote.ask().subtract(quote.bid()).doubleValue();
                    return quote.hasBid()
                            && quote.ask().compareTo(new BigDecimal("1.80")) <= 0
                            && quote.ask().compareTo(new BigDecimal("0.50")) >= 0
                            && Math.abs(quote.delta()) >= 0.20
                            && spread <= 0.10 * mid
                            && (quote.volume() >= 100 || option.openInterest() >= 100);
                });
    }

    private List<ListedOption> calls(String ticker) {
        return options.listed(ticker).stream().filter(ListedOption::call).toList();
    }

    private List<LocalDate> expiries(String ticker) {
        Stream<LocalDate> all = options.listed(ticker).stream().map(ListedOption::expiry);
        return all.distinct().sorted().toList();
    }
}
