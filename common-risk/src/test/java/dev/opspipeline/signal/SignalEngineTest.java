package dev.opspipeline.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalEngineTest {

    private static final Ticker NVDA = new Ticker("NVDA");
    private static final Ticker AAPL = new Ticker("AAPL");

    private final SignalEngine engine = new SignalEngine(Tape.CALENDAR);

    @Test
    void recommendsACallOnASurgeInARisingMarketWithEveryFactOnIt() {
        feedRising(59);

        Recommendation call = recommended(minute(59), 101.2, 3000);

        assertThat(call.id()).hasToString("NVDA-20260408T1429-CALL-trend1");
        assertThat(call.ticker()).isEqualTo(NVDA);
        assertThat(call.action()).isEqualTo(Action.BUY_CALL);
        assertThat(call.strategy()).isEqualTo(Strategy.DAY);
        assertThat(call.rule()).isEqualTo("trend1");
        assertThat(call.underlyingPrice()).isEqualTo(Money.of("101.20"));
        // 19 closes around 100.50, and 101.20
        assertThat(call.features().sma20()).isCloseTo(100.535, within(1e-9));
        assertThat(call.features().volumeRatio()).isEqualTo(3.0);
        assertThat(call.confidence()).isEqualTo(call.breakdown().value());
        assertThat(call.breakdown().sentiment()).isEqualTo(1.0);
        assertThat(call.barTime()).isEqualTo("2026-04-08T14:29:00Z");
        assertThat(call.createdAt()).isEqualTo("2026-04-08T14:30:00Z");
        assertThat(call.expiresAt()).isEqualTo("2026-04-08T14:35:00Z");
    }

    @Test
    void expiresAfterTheConfiguredLifetime() {
        SignalEngine quick = engine(List.of(new Always()), News.NONE, Duration.ofSeconds(90));
        List<Signal> signals = play(quick, Tape.twoSessions(NVDA, 1).subList(0, 50));

        assertThat(signals.getLast()).isInstanceOfSatisfying(Signal.Recommended.class, signal -> {
            Recommendation put = signal.recommendation();
            assertThat(Duration.between(put.createdAt(), put.expiresAt())).isEqualTo(Duration.ofSeconds(90));
            assertThat(put.id()).hasToString("NVDA-20260408T1419-PUT-always7");
            assertThat(put.rule()).isEqualTo("always7");
        });
    }

    @Test
    void warmsUpForFortyNineBarsAndCountsThem() {
        List<Hold> holds = feedRising(50);

        assertThat(holds.subList(0, 49)).allSatisfy(hold -> {
            assertThat(hold.reason()).isEqualTo(HoldReason.WARMING_UP);
            assertThat(hold.features()).isNull();
            assertThat(hold.breakdown()).isNull();
        });
        assertThat(holds.subList(0, 49))
                .extracting(Hold::count)
                .startsWith(1, 2, 3)
                .endsWith(48, 49);
        assertThat(holds.get(49)).satisfies(hold -> {
            assertThat(hold.reason()).isEqualTo(HoldReason.LOW_CONFIDENCE);
            assertThat(hold.rule()).isEqualTo("trend1");
            assertThat(hold.count()).isEqualTo(1);
            assertThat(hold.features()).isNotNull();
            assertThat(hold.breakdown()).isNotNull();
        });
    }

    @Test
    void aRecommendationEndsTheRunOfHolds() {
        feedRising(59);
        Hold before = held(bar(59, 100.6, 1000));
        recommended(minute(60), 101.2, 3000);
        Hold after = held(bar(61, 101.2, 1000));

        assertThat(before.count()).isEqualTo(11);
        assertThat(after.reason()).isEqualTo(before.reason());
        assertThat(after.count()).isEqualTo(1);
    }

    @Test
    void tickersDoNotDisturbEachOther() {
        List<Bar> nvda = Tape.twoSessions(NVDA, 1);
        List<Bar> aapl = Tape.twoSessions(AAPL, 2);
        List<Bar> mixed = new ArrayList<>();
        for (int i = 0; i < nvda.size(); i++) {
            mixed.add(aapl.get(i));
            mixed.add(nvda.get(i));
        }

        List<Signal> together = play(engine, mixed);

        assertThat(together.stream().filter(signal -> tickerOf(signal).equals(NVDA)))
                .containsExactlyElementsOf(play(new SignalEngine(Tape.CALENDAR), nvda));
    }

    @Test
    void equalBarsGiveEqualSignals() {
        List<Bar> bars = Tape.twoSessions(NVDA, 3);
        List<Signal> signals = play(engine, bars);

        assertThat(signals).isEqualTo(play(new SignalEngine(Tape.CALENDAR), bars));
        assertThat(signals.stream().filter(Signal.Recommended.class::isInstance))
                .hasSizeGreaterThan(10);
    }

    /** From its 121st bar in one session, or 122nd across a night, on, a fresh engine says what the old one said. */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            restartedAt, warmAfter
            0,           121
            123,         121
            300,         122
            389,         122
            390,         121
            500,         121
            """)
    void aRestartedEngineRepeatsItselfToTheLastBit(int restartedAt, int warmAfter) {
        List<Bar> bars = Tape.twoSessions(NVDA, 4);
        List<Signal> uninterrupted = play(engine, bars);

        List<Signal> restarted = play(new SignalEngine(Tape.CALENDAR), bars.subList(restartedAt, bars.size()));

        int same = warmAfter - 1;
        assertThat(restarted.subList(same, restarted.size()).stream().map(SignalEngineTest::withoutGap))
                .containsExactlyElementsOf(uninterrupted.subList(restartedAt + same, uninterrupted.size()).stream()
                        .map(SignalEngineTest::withoutGap)
                        .toList());
    }

    @Test
    void X30_repeatedAndOvertakenBarsAreIgnored() {
        List<Bar> bars = Tape.twoSessions(NVDA, 5);
        List<Bar> troubled = new ArrayList<>();
        for (int i = 0; i < bars.size(); i++) {
            troubled.add(bars.get(i));
            troubled.add(bars.get(i));
            if (i >= 7) {
                troubled.addAll(bars.subList(i - 7, i));
            }
        }

        assertThat(play(engine, troubled)).isEqualTo(play(new SignalEngine(Tape.CALENDAR), bars));
    }

    /** Some bars come late, some first with wrong numbers: from the next bar on nothing of it is left. */
    @ParameterizedTest
    @ValueSource(ints = {3, 60, 130, 250, 389, 390, 391, 500})
    void X30_lateAndCorrectedBarsTakeTheirPlaceAsIfTheyHadBeenThereAllTheTime(int troubled) {
        List<Bar> bars = Tape.twoSessions(NVDA, 6);
        List<Bar> late = new ArrayList<>(bars);
        late.add(troubled + 1, late.remove(troubled));
        List<Bar> corrected = new ArrayList<>(bars);
        corrected.add(troubled, wrong(bars.get(troubled)));

        List<Signal> expected = play(new SignalEngine(Tape.CALENDAR), bars.subList(0, troubled + 40));
        List<Signal> rest = expected.subList(troubled + 2, troubled + 40);

        assertThat(lastOf(play(new SignalEngine(Tape.CALENDAR), late.subList(0, troubled + 40)), rest.size()))
                .isEqualTo(withoutCounts(rest));
        assertThat(lastOf(play(new SignalEngine(Tape.CALENDAR), corrected.subList(0, troubled + 41)), rest.size()))
                .isEqualTo(withoutCounts(rest));
    }

    private static Bar wrong(Bar bar) {
        return Tape.bar(bar.ticker(), bar.start(), bar.close() * 1.004, bar.volume() + 7);
    }

    private static List<Signal> lastOf(List<Signal> signals, int count) {
        return withoutCounts(signals.subList(signals.size() - count, signals.size()));
    }

    private static List<Signal> withoutCounts(List<Signal> signals) {
        return signals.stream().map(SignalEngineTest::withoutCount).toList();
    }

    @Test
    void aCorrectionOfTheNewestBarCanStillMakeARecommendation() {
        feedRising(59);
        held(bar(59, 100.6, 1000));

        assertThat(engine.handle(bar(59, 101.2, 3000))).singleElement().isInstanceOf(Signal.Recommended.class);
        assertThat(engine.handle(bar(59, 100.6, 1000))).isEmpty();
        assertThat(engine.handle(bar(58, 100.7, 1000))).isEmpty();
    }

    @Test
    void aBarOlderThanTheWindowChangesNothing() {
        List<Bar> bars = Tape.twoSessions(NVDA, 7);
        List<Bar> troubled = new ArrayList<>(bars);
        troubled.add(300, wrong(bars.get(100)));

        assertThat(play(engine, troubled)).isEqualTo(play(new SignalEngine(Tape.CALENDAR), bars));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            start,                counts
            2026-04-08T13:29:00Z, false
            2026-04-08T13:30:00Z, true
            2026-04-08T19:59:00Z, true
            2026-04-08T20:00:00Z, false
            2026-04-08T23:00:00Z, false
            2026-04-10T15:00:00Z, false
            """)
    void onlyRegularHoursCount(Instant start, boolean counts) {
        assertThat(engine.handle(Tape.bar(NVDA, start, 100.0, 1000))).hasSize(counts ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            close,     volume
            0,         1000
            -1,        1000
            NaN,       1000
            Infinity,  1000
            100,       -1
            """)
    void anUnusableBarIsHeldAndLeavesTheWindowAlone(double close, long volume) {
        feedRising(49);

        Hold hold = held(bar(49, close, volume));

        assertThat(hold.reason()).isEqualTo(HoldReason.UNUSABLE_BAR);
        assertThat(held(bar(49, 100.5, 1000)).reason()).isEqualTo(HoldReason.LOW_CONFIDENCE);
    }

    @Test
    void asksForTheNewsAtTheTimeTheBarIsKnown() {
        List<String> asked = new ArrayList<>();
        News news = (ticker, at) -> {
            asked.add(ticker + " " + at);
            return new Sentiment(1.0, 5);
        };
        SignalEngine informed = engine(List.of(new TrendRule()), news, Duration.ofMinutes(5));

        List<Signal> signals = play(informed, Tape.twoSessions(NVDA, 1).subList(0, 50));

        assertThat(signals).hasSize(50);
        assertThat(asked).containsExactly("NVDA 2026-04-08T14:20:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "trend-1", "trend 1", "a23456789012345678901234567890123"})
    void aRuleWhoseNameDoesNotFitIntoAnIdIsRefusedAtOnce(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine(List.of(new Always(name)), News.NONE, SignalEngine.DEFAULT_LIFETIME))
                .withMessage("rule name must be 1 to 32 letters, digits or '_', was '" + name + "'");
    }

    @Test
    void aLifetimeMustBePositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine(List.of(new TrendRule()), News.NONE, Duration.ZERO))
                .withMessage("lifetime must be positive, was PT0S");
    }

    private static SignalEngine engine(List<SignalRule> rules, News news, Duration lifetime) {
        return new SignalEngine(Tape.CALENDAR, rules, news, VolatilityIndex.NONE, lifetime);
    }

    /** A cent a minute from 100.01 on, at a volume of 1000. */
    private List<Hold> feedRising(int bars) {
        List<Hold> holds = new ArrayList<>();
        for (int i = 0; i < bars; i++) {
            holds.add(held(bar(i, 100.01 + 0.01 * i, 1000)));
        }
        return holds;
    }

    private Hold held(Bar bar) {
        return switch (engine.handle(bar).getFirst()) {
            case Signal.Held(Hold hold) -> hold;
            case Signal.Recommended recommended -> throw new AssertionError(recommended);
        };
    }

    private Recommendation recommended(Instant start, double close, long volume) {
        return switch (engine.handle(Tape.bar(NVDA, start, close, volume)).getFirst()) {
            case Signal.Held held -> throw new AssertionError(held);
            case Signal.Recommended(Recommendation recommendation) -> recommendation;
        };
    }

    private static List<Signal> play(SignalEngine engine, List<Bar> bars) {
        return bars.stream().flatMap(bar -> engine.handle(bar).stream()).toList();
    }

    private static Signal withoutCount(Signal signal) {
        return switch (signal) {
            case Signal.Recommended recommended -> recommended;
            case Signal.Held(Hold hold) ->
                new Signal.Held(new Hold(
                        hold.ticker(),
                        hold.rule(),
                        hold.reason(),
                        0,
                        hold.barTime(),
                        hold.features(),
                        hold.breakdown()));
        };
    }

    /** An engine that has not seen the session before does not know its close. */
    private static String withoutGap(Signal signal) {
        return withoutCount(signal).toString().replaceAll("gap=[^]]*", "gap=?");
    }

    private static Ticker tickerOf(Signal signal) {
        return switch (signal) {
            case Signal.Recommended(Recommendation recommendation) -> recommendation.ticker();
            case Signal.Held(Hold hold) -> hold.ticker();
        };
    }

    private static Instant minute(int minute) {
        return Tape.FIRST_OPEN.plus(Duration.ofMinutes(minute));
    }

    private static Bar bar(int minute, double close, long volume) {
        return Tape.bar(NVDA, minute(minute), close, volume);
    }
}
