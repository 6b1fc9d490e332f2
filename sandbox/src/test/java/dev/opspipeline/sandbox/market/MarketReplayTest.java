package dev.opspipeline.sandbox.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarketReplayTest {

    private static final Instant OPEN = TestMarket.OPEN;

    @Test
    void movesInsideEachBarFromOpenByHighAndLowToClose() {
        MarketReplay replay = TestMarket.replay(7);
        List<Bar> today = TestMarket.bars().stream()
                .filter(bar -> !bar.start().isBefore(OPEN))
                .toList();
        for (int minute = 0; minute < 390; minute++) {
            List<Double> prices = new ArrayList<>();
            for (int step = 0; step < 12; step++) {
                replay.advanceTo(OPEN.plusSeconds(60L * minute + 5L * step));
                prices.add(replay.price("AAPL"));
            }
            Bar bar = today.get(2 * minute + 1);
            assertThat(prices).startsWith(bar.open()).endsWith(bar.close());
            assertThat(prices).contains(bar.high(), bar.low());
            assertThat(prices).allSatisfy(price -> assertThat(price).isBetween(bar.low(), bar.high()));
        }
    }

    @Test
    void isTheSameForEqualSeedsHoweverItIsAsked() {
        MarketReplay stepped = TestMarket.replay(7);
        MarketReplay jumped = TestMarket.replay(7);
        Instant at = OPEN.plusSeconds(3600 + 25);
        for (Instant t = OPEN; !t.isAfter(at); t = t.plusSeconds(5)) {
            stepped.advanceTo(t);
            stepped.price("UBER");
        }
        jumped.advanceTo(at);
        assertThat(jumped.price("AAPL")).isEqualTo(stepped.price("AAPL"));
        assertThat(jumped.price("UBER")).isEqualTo(stepped.price("UBER"));
    }

    @Test
    void movesAnotherWayForAnotherSeed() {
        MarketReplay one = TestMarket.replay(1);
        MarketReplay two = TestMarket.replay(2);
        int different = 0;
        for (int step = 0; step < 120; step++) {
            one.advanceTo(OPEN.plusSeconds(5L * step));
            two.advanceTo(OPEN.plusSeconds(5L * step));
            different += one.price("AAPL") == two.price("AAPL") ? 0 : 1;
        }
        assertThat(different).isGreaterThan(60);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            secondsAfterOpen, barsKnown
            59,               0
            60,               1
            119,              1
            120,              2
            23399,            389
            23400,            390
            30000,            390
            """)
    void knowsABarOnceItsMinuteIsOver(long secondsAfterOpen, int barsKnown) {
        MarketReplay replay = TestMarket.replay(7);
        replay.advanceTo(OPEN.plusSeconds(secondsAfterOpen));
        assertThat(replay.known("AAPL")).hasSize(390 + barsKnown);
    }

    @Test
    void reportsBarsMinuteByMinuteInTickerOrder() {
        MarketReplay replay = TestMarket.replay(7);
        assertThat(replay.advanceTo(OPEN.plusSeconds(120)))
                .extracting(bar ->
                        bar.ticker() + Duration.between(OPEN, bar.start()).toMinutes())
                .containsExactly("AAPL0", "UBER0", "AAPL1", "UBER1");
        assertThat(replay.advanceTo(OPEN.plusSeconds(125))).isEmpty();
    }

    @Test
    void holdsTheLastPriceOverAMissingMinute() {
        List<Bar> bars = TestMarket.bars();
        bars.removeIf(bar -> bar.start().equals(OPEN.plusSeconds(60)));
        MarketReplay replay = MarketReplay.of(TestMarket.FRIDAY, bars, TestMarket.CALENDAR, new Seed(7));
        replay.advanceTo(OPEN.plusSeconds(60));
        double last = replay.price("AAPL");
        replay.advanceTo(OPEN.plusSeconds(115));
        assertThat(replay.price("AAPL")).isEqualTo(last);
        assertThat(replay.known("AAPL").getLast().close()).isEqualTo(last);
    }

    @Test
    void refusesToGoBack() {
        MarketReplay replay = TestMarket.replay(7);
        replay.advanceTo(OPEN);
        assertThatThrownBy(() -> replay.advanceTo(OPEN.minusSeconds(5))).hasMessageContaining("can't go back");
    }

    @Test
    void saysWhichDaysThereAreWhenTheDayIsNotInTheFile() {
        assertThatThrownBy(() ->
                        MarketReplay.of(LocalDate.of(2026, 4, 14), TestMarket.bars(), TestMarket.CALENDAR, new Seed(7)))
                .hasMessage("no bars of 2026-04-14: there are bars from 2026-04-09 to 2026-04-10");
        assertThatThrownBy(() ->
                        MarketReplay.of(LocalDate.of(2026, 4, 11), TestMarket.bars(), TestMarket.CALENDAR, new Seed(7)))
                .hasMessage("the exchange is closed on 2026-04-11");
    }
}
