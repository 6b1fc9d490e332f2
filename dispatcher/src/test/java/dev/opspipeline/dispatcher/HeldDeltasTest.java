package dev.opspipeline.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.BookView;
import dev.opspipeline.account.BookView.EntryInFlight;
import dev.opspipeline.account.BookView.OpenPosition;
import dev.opspipeline.account.Reply;
import dev.opspipeline.contract.OptionListing;
import dev.opspipeline.contract.OptionMarket;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Quote;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.PositionDelta;
import dev.opspipeline.signal.RecommendationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeldDeltasTest {

    private static final Instant NOW = Signals.NOW;
    private static final Ticker NVDA = new Ticker("NVDA");
    private static final OptionContract CALL = OptionContract.parse("NVDA260417C00190000");
    private static final OptionContract NEXT_STRIKE = OptionContract.parse("NVDA260417C00195000");

    private final Market market = new Market();
    private final List<Collection<Ticker>> pricesAsked = new ArrayList<>();
    private Reply<Map<Ticker, Money>> prices = new Reply.Answer<>(Map.of(NVDA, Money.of(188)));
    private final HeldDeltas deltas = new HeldDeltas(market, tickers -> {
        pricesAsked.add(tickers);
        return prices;
    });

    /** A chain of what it has deltas of; the contract asked for may be among others. */
    private static final class Market implements OptionMarket {

        private final Map<OptionContract, @Nullable Double> known = new HashMap<>();
        private int asked;
        private boolean answers = true;

        @Override
        public Reply<List<OptionListing>> chain(ChainQuery query) {
            asked++;
            return answers
                    ? new Reply.Answer<>(known.entrySet().stream()
                            .map(entry -> new OptionListing(entry.getKey(), null, entry.getValue(), null, null, true))
                            .toList())
                    : new Reply.Unavailable<>("HTTP 500");
        }

        @Override
        public Reply<Map<OptionContract, Quote>> quotes(Collection<OptionContract> contracts) {
            throw new AssertionError("nobody needs quotes for a delta");
        }
    }

    private static BookView holding(OpenPosition... positions) {
        return new BookView(Arrays.asList(positions), List.of(), List.of(), NOW);
    }

    private static OpenPosition held(Instrument instrument, int units) {
        return new OpenPosition(instrument, units, Money.of(100), Money.of(100));
    }

    @Test
    void tellsTheDeltaOfTheContractHeldAndTheLastPriceOfItsStock() {
        market.known.put(NEXT_STRIKE, 0.31);
        market.known.put(CALL, 0.45);
        deltas.refresh(holding(held(CALL, 2)), NOW);

        assertThat(deltas.of(holding(held(CALL, 2)), NOW))
                .containsExactly(new PositionDelta(CALL, 2, 0.45, Money.of(188)));
    }

    @Test
    void countsWhatIsOnItsWayWithWhatIsHeldAndEveryKindByItself() {
        market.known.put(CALL, 0.45);
        EntryInFlight more =
                new EntryInFlight(new RecommendationId("NVDA-20260409T1431-CALL-trend1"), CALL, 3, Money.of(300));
        BookView book = new BookView(List.of(held(CALL, 2), held(NVDA, -100)), List.of(more), List.of(), NOW);
        deltas.refresh(book, NOW);

        assertThat(deltas.of(book, NOW))
                .containsExactlyInAnyOrder(
                        new PositionDelta(CALL, 5, 0.45, Money.of(188)),
                        new PositionDelta(NVDA, -100, null, Money.of(188)));
        assertThat(pricesAsked).containsExactly(java.util.Set.of(NVDA));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        seconds, readings
        0,       1
        59,      1
        60,      2
        """)
    void readsAnewAfterAMinute(long seconds, int readings) {
        deltas.refresh(holding(held(CALL, 1)), NOW);
        deltas.refresh(holding(held(CALL, 1)), NOW.plusSeconds(seconds));
        assertThat(market.asked).isEqualTo(readings);
        assertThat(pricesAsked).hasSize(readings);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        seconds, known
        299,     true
        300,     true
        301,     false
        """)
    void F57_whatCouldNotBeReadForFiveMinutesIsUnknown(long seconds, boolean known) {
        market.known.put(CALL, 0.45);
        deltas.refresh(holding(held(CALL, 1)), NOW);
        market.answers = false;
        prices = new Reply.Unavailable<>("HTTP 500");
        Instant later = NOW.plusSeconds(seconds);
        deltas.refresh(holding(held(CALL, 1)), later);

        assertThat(deltas.of(holding(held(CALL, 1)), later))
                .containsExactly(new PositionDelta(CALL, 1, known ? 0.45 : null, known ? Money.of(188) : null));
    }

    @Test
    void aChainThatHasNoDeltaOfItLeavesTheOneThatItWasChosenBy() {
        market.known.put(CALL, null);
        deltas.chosen(CALL, 0.40, NOW);
        deltas.chosen(CALL, null, NOW);
        deltas.chosen(CALL, Double.NaN, NOW);
        deltas.seen(Signals.call("NVDA", NOW), NOW);
        prices = new Reply.Answer<>(Map.of());
        deltas.refresh(holding(held(CALL, 1)), NOW);

        assertThat(deltas.of(holding(held(CALL, 1)), NOW))
                .containsExactly(new PositionDelta(CALL, 1, 0.40, Money.of(100)));
    }

    @Test
    void anEmptyBookAsksForNothing() {
        deltas.refresh(holding(), NOW);
        assertThat(deltas.of(holding(), NOW)).isEmpty();
        assertThat(market.asked).isZero();
        assertThat(pricesAsked).isEmpty();
    }
}
