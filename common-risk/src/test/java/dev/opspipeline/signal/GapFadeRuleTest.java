package dev.opspipeline.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GapFadeRuleTest {

    private static final Ticker NVDA = new Ticker("NVDA");

    private final SignalEngine engine = new SignalEngine(
            Tape.CALENDAR, List.of(new GapFadeRule()), News.NONE, VolatilityIndex.NONE, SignalEngine.DEFAULT_LIFETIME);

    /** Yesterday ended at 100.00; the price stays where it opened. */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            open,     outcome
            100.79,   NO_GAP
            100.8001, BUY_PUT
            103.00,   BUY_PUT
            100.00,   NO_GAP
            99.21,    NO_GAP
            99.1999,  BUY_CALL
            95.00,    BUY_CALL
            """)
    void fadesGapsOfAtLeastEightTenthsOfAPercent(double open, String outcome) {
        yesterday();

        assertThat(outcome(openAt(open, 5))).isEqualTo(outcome);
    }

    /** The bar that starts at this minute after the open ends a minute later. */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            minute, outcome
            0,      OUT_OF_HOURS
            3,      OUT_OF_HOURS
            4,      BUY_PUT
            30,     BUY_PUT
            58,     BUY_PUT
            59,     OUT_OF_HOURS
            200,    OUT_OF_HOURS
            """)
    void tradesFromFiveToSixtyMinutesAfterTheOpen(int minute, String outcome) {
        yesterday();

        assertThat(outcome(openAt(101.0, minute))).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            open,  price,  outcome
            101.0, 100.01, BUY_PUT
            101.0, 100.00, GAP_CLOSED
            101.0, 99.00,  GAP_CLOSED
            99.0,  99.99,  BUY_CALL
            99.0,  100.00, GAP_CLOSED
            99.0,  100.50, GAP_CLOSED
            """)
    void leavesAGapThatHasClosed(double open, double price, String outcome) {
        yesterday();
        openAt(open, 4);

        assertThat(outcome(handle(Tape.SECOND_OPEN.plus(Duration.ofMinutes(5)), price)))
                .isEqualTo(outcome);
    }

    @Test
    void saysWhatItTradesAndHowSureItIs() {
        yesterday();

        assertThat(openAt(101.0, 5)).isInstanceOfSatisfying(Signal.Recommended.class, signal -> {
            Recommendation put = signal.recommendation();
            assertThat(put.strategy()).isEqualTo(Strategy.GAP);
            assertThat(put.confidence()).isEqualTo(0.70);
            assertThat(put.breakdown().value()).isEqualTo(0.70);
            assertThat(put.features().gap()).isCloseTo(0.01, within(1e-12));
            assertThat(put.id()).hasToString("NVDA-20260409T1335-PUT-gap1");
            assertThat(put.score()).isBetween(0.01, 5.0);
        });
    }

    @Test
    void withoutYesterdayNoGapIsKnown() {
        @Nullable Signal last = null;
        for (int minute = 0; minute < 59; minute++) {
            last = handle(Tape.SECOND_OPEN.plus(Duration.ofMinutes(minute)), 100.0 + 0.01 * (minute % 3));
        }

        assertThat(outcome(last)).isEqualTo("GAP_UNKNOWN");
    }

    /** Sixty minutes to the close, which is at 100.00. */
    private void yesterday() {
        Instant close = Tape.FIRST_OPEN.plus(Tape.REGULAR_HOURS);
        for (int minute = 60; minute > 0; minute--) {
            handle(close.minus(Duration.ofMinutes(minute)), 100.0 + 0.01 * ((minute - 1) % 3));
        }
    }

    /** From the open up to and including a minute, a cent up and down. */
    private Signal openAt(double price, int lastMinute) {
        for (int minute = 0; minute < lastMinute; minute++) {
            handle(Tape.SECOND_OPEN.plus(Duration.ofMinutes(minute)), price + 0.0001 * (minute % 2));
        }
        return handle(Tape.SECOND_OPEN.plus(Duration.ofMinutes(lastMinute)), price);
    }

    private Signal handle(Instant start, double price) {
        long volume = 1_000 + start.getEpochSecond() / 60 % 7;
        return engine.handle(new Bar(NVDA, start, price, price, price, price, volume))
                .getFirst();
    }

    private static String outcome(@Nullable Signal signal) {
        return switch (signal) {
            case Signal.Recommended(Recommendation made) -> made.action().name();
            case Signal.Held(Hold hold) -> hold.reason().name();
            case null -> "nothing";
        };
    }
}
