package dev.opspipeline.signalengine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Reply;
import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Session;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.signal.Recommendation;
import dev.opspipeline.signal.SignalEngine;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MarketWatchTest {

    private static final Instant OPEN = Instant.parse("2026-04-09T13:30:00Z");
    private static final List<Session> SESSIONS = List.of(
            new Session(
                    LocalDate.of(2026, 4, 8),
                    OPEN.minus(Duration.ofDays(1)),
                    OPEN.minus(Duration.ofHours(17)).minusSeconds(1800)),
            new Session(LocalDate.of(2026, 4, 9), OPEN, OPEN.plus(Duration.ofMinutes(390))),
            new Session(
                    LocalDate.of(2026, 4, 10),
                    OPEN.plus(Duration.ofDays(1)),
                    OPEN.plus(Duration.ofDays(1).plusMinutes(390))));
    private static final Ticker NVDA = new Ticker("NVDA");
    private static final Ticker AMD = new Ticker("AMD");

    private final Journal journal = new Journal();
    private final Feed feed = new Feed();
    private final List<Bar> known = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private @Nullable Reply<List<Bar>> instead;
    private Instant now = OPEN.plus(Duration.ofMinutes(60));
    private final MarketWatch watch = new MarketWatch(
            (from, to) -> new Reply.Answer<>(SESSIONS),
            this::history,
            feed,
            calendar -> new BarDesk(new SignalEngine(calendar), journal),
            journal,
            () -> now);

    MarketWatchTest() {
        for (Ticker ticker : List.of(NVDA, AMD)) {
            IntStream.range(0, 60).forEach(minute -> known.add(bar(ticker, minute)));
        }
    }

    /** A rising minute; every tenth on five times the volume, which makes a signal of it. */
    private static Bar bar(Ticker ticker, int minute) {
        double close = 100 + 0.02 * minute + (minute % 2 == 0 ? 0.03 : 0);
        return new Bar(
                ticker,
                OPEN.plus(Duration.ofMinutes(minute)),
                close,
                close + 0.05,
                close - 0.05,
                close,
                minute % 10 == 0 ? 5_000 : 1_000);
    }

    private Reply<List<Bar>> history(Collection<Ticker> tickers, Instant from, Instant to) {
        asked.add(tickers + " from " + from);
        return instead != null
                ? instead
                : new Reply.Answer<>(known.stream()
                        .filter(bar -> tickers.contains(bar.ticker()))
                        .filter(bar ->
                                !bar.start().isBefore(from) && !bar.start().isAfter(to))
                        .toList());
    }

    @Test
    void takesTheTickersWarmsThemUpAndIsReady() {
        watch.offered("NVDA, AMD", "tickers version 1");

        assertThat(watch.isReady()).isTrue();
        assertThat(feed.followed).containsExactly(List.of(AMD, NVDA));
        assertThat(asked).containsExactly("[AMD, NVDA] from 2026-04-08T13:30:00Z");
        assertThat(journal.notes).containsExactly("tickers.accepted: 2 tickers from tickers version 1: [AMD, NVDA]");
        watch.live(bar(NVDA, 60));
        assertThat(journal.recommended)
                .extracting(Recommendation::barTime)
                .containsExactly(bar(NVDA, 60).start());
    }

    @Test
    void anEditIsPickedUpWhileRunningAndTheSameTextIsLookedAtOnce() {
        watch.offered("NVDA", "version 1");
        watch.offered("NVDA", "version 1");
        watch.offered("AMD", "version 2");
        watch.live(bar(NVDA, 60));
        watch.live(bar(AMD, 60));

        assertThat(feed.followed).containsExactly(List.of(NVDA), List.of(AMD));
        assertThat(asked).containsExactly("[NVDA] from 2026-04-08T13:30:00Z", "[AMD] from 2026-04-08T13:30:00Z");
        assertThat(journal.recommended).extracting(Recommendation::ticker).containsExactly(AMD);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            text       | why
            ''         | tickers must name at least one stock, as in AAPL,NVDA
            ' , '      | tickers must name at least one stock, as in AAPL,NVDA
            NVDA,nvda! | tickers must be symbols separated by commas, as in AAPL,NVDA, one was 'nvda!'
            NVDA,NVDA  | tickers must be named once, 'NVDA' was twice
            ["NVDA"]   | tickers must be symbols separated by commas, as in AAPL,NVDA, one was '["NVDA"]'
            NVDA,QQQQX | no bars of [QQQQX] since yesterday's open: unknown to the broker?
            """)
    void aBadListIsOneClearLineAndLeavesTheEngineNotReadyOrAsItWas(String text, String why) {
        watch.offered(text, "version 1");
        watch.offered(text, "version 1");

        assertThat(watch.isReady()).isFalse();
        assertThat(journal.alerts).containsExactly("tickers.refused: version 1: " + why);
        assertThat(feed.followed).isEmpty();

        watch.offered("AMD", "version 2");
        watch.offered(text, "version 3");
        assertThat(watch.isReady()).isTrue();
        assertThat(watch.watched()).containsExactly(AMD);
        assertThat(journal.alerts).last().isEqualTo("tickers.refused: version 3: " + why);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            status | message                               | why
            401    | ''                                    | the key is not accepted: check APCA_API_KEY_ID and APCA_API_SECRET_KEY
            403    | subscription does not permit SIP data | the account may not read this (subscription does not permit SIP data): set ALPACA_STOCK_FEED to a feed it has, as in iex
            400    | invalid symbol                        | refused with 400: invalid symbol
            """)
    void aRefusalIsOneClearLineHoweverOftenItIsTriedAndTheEngineIsNotReady(int status, String message, String why) {
        instead = new Reply.Refused<>(status, status, message);
        watch.offered("NVDA", "version 1");
        watch.offered("NVDA", "version 1");

        assertThat(watch.isReady()).isFalse();
        assertThat(watch.missing()).contains("bars: " + why);
        assertThat(journal.alerts).containsExactly("signal-engine.waits: bars: " + why);
        instead = null;
        watch.offered("NVDA", "version 1");
        assertThat(watch.isReady()).isTrue();
    }

    @Test
    void aStreamThatIsRefusedAgainIsSaidAgain() {
        watch.offered("NVDA", "version 1");
        feed.refusal = "another connection";
        watch.look();
        feed.refusal = null;
        watch.look();
        feed.refusal = "another connection";
        watch.look();

        assertThat(journal.alerts).hasSize(2).containsOnly("signal-engine.waits: bar stream: another connection");
    }

    @Test
    void aFeedThatTheAccountHasNoRightToIsSaidAndBarsArePolled() {
        watch.offered("NVDA", "version 1");
        feed.refusal = "the account has no subscription to feed 'sip'";
        feed.connected = false;
        watch.look();
        watch.look();

        assertThat(journal.alerts)
                .containsOnlyOnce("signal-engine.waits: bar stream: the account has no subscription to feed 'sip'");
    }

    @Test
    void pollsWhileTheStreamIsRefusedAndTellsEachBarOnce() {
        watch.offered("NVDA", "version 1");
        feed.connected = false;
        asked.clear();
        for (int minute = 60; minute < 65; minute++) {
            known.add(bar(NVDA, minute));
            now = bar(NVDA, minute).end().plusSeconds(5);
            watch.look();
            watch.look();
        }

        assertThat(asked).hasSize(10);
        assertThat(journal.recommended)
                .extracting(Recommendation::barTime)
                .containsExactly(bar(NVDA, 60).start());
        assertThat(journal.held).isNotEmpty();
    }

    @Test
    void X28_whatAConnectionMissedIsReadBeforeTheStreamIsTrusted() {
        watch.offered("NVDA", "version 1");
        instead = new Reply.Unavailable<>("HTTP 503");
        watch.missedSomething();
        watch.live(bar(NVDA, 63));
        assertThat(watch.isReady()).isFalse();
        assertThat(journal.recommended).isEmpty();

        instead = null;
        IntStream.range(60, 64).forEach(minute -> known.add(bar(NVDA, minute)));
        now = bar(NVDA, 63).end();
        watch.retry();

        assertThat(watch.isReady()).isTrue();
        assertThat(journal.recommended)
                .extracting(Recommendation::barTime)
                .containsExactly(bar(NVDA, 60).start());
    }

    /** A split overnight changes yesterday's bars, a clock that went back today's: both are read with the day before. */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            later,  readFrom
            PT0S,   2026-04-09T14:25:00Z
            PT30M,  2026-04-09T14:25:00Z
            PT-50M, 2026-04-08T13:30:00Z
            P1D,    2026-04-09T13:30:00Z
            P4D,    2026-04-10T13:30:00Z
            """)
    void X28_aNewConnectionReadsWhatCameSinceTheLastReading(Duration later, String readFrom) {
        watch.offered("NVDA", "version 1");
        asked.clear();
        now = now.plus(later);
        watch.missedSomething();

        assertThat(asked).containsExactly("[NVDA] from " + readFrom);
    }

    @Test
    void X28_aStartWithoutAnyBarIsReadAgainFromItsBeginning() {
        instead = new Reply.Answer<>(List.of());
        watch.offered("NVDA", "version 1");
        asked.clear();
        watch.missedSomething();

        assertThat(asked).containsExactly("[NVDA] from 2026-04-08T13:30:00Z");
    }

    @Test
    void pollsBeforeTheDaysFirstBarDoNotReadYesterdayEachTime() {
        Bar yesterdaysLast = bar(NVDA, -1051);
        known.add(yesterdaysLast);
        now = OPEN.minus(Duration.ofMinutes(60));
        watch.offered("NVDA", "version 1");
        feed.connected = false;
        asked.clear();
        now = OPEN.plusSeconds(30);
        watch.look();

        assertThat(asked).containsExactly("[NVDA] from " + yesterdaysLast.end().minusSeconds(300));
    }

    /** Answers that fail, and answers that say nothing. */
    static List<Reply<List<Bar>>> pollsWithoutBars() {
        return List.of(new Reply.Unavailable<>("HTTP 503"), new Reply.Answer<>(List.of()));
    }

    @ParameterizedTest
    @MethodSource("pollsWithoutBars")
    void X28_pollsWithoutBarsForLongerThanTheyOverlapLeaveNoGap(Reply<List<Bar>> without) {
        watch.offered("NVDA", "version 1");
        feed.connected = false;
        instead = without;
        for (int minute = 60; minute < 75; minute++) {
            known.add(bar(NVDA, minute));
            now = bar(NVDA, minute).end();
            watch.look();
        }
        asked.clear();
        instead = null;
        watch.look();

        assertThat(asked).containsExactly("[NVDA] from 2026-04-09T14:25:00Z");
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            secondsSilent, reconnects
            179,           0
            180,           1
            400,           1
            """)
    void X29_aStreamThatLooksAliveAndBringsNothingIsBroken(int secondsSilent, int reconnects) {
        watch.offered("NVDA", "version 1");
        watch.live(bar(NVDA, 60));
        now = bar(NVDA, 60).end().plusSeconds(secondsSilent);

        watch.look();

        assertThat(feed.broken).hasSize(reconnects);
        assertThat(watch.ages().oldestSeconds()).isEqualTo(secondsSilent);
        assertThat(watch.ages().silentTickers()).isEqualTo(reconnects);
    }

    @ParameterizedTest
    @CsvSource({"2026-04-09T13:29:00Z", "2026-04-09T20:00:00Z", "2026-04-10T03:00:00Z"})
    void outsideTheSessionNothingIsSilent(Instant closed) {
        watch.offered("NVDA", "version 1");
        now = closed;

        watch.look();

        assertThat(feed.broken).isEmpty();
        assertThat(watch.ages().silentTickers()).isZero();
    }

    @Test
    void X32_aTickerThatIsHaltedShowsAsAgeWhileOthersGoOn() {
        watch.offered("NVDA,AMD", "version 1");
        for (int minute = 60; minute < 70; minute++) {
            watch.live(bar(NVDA, minute));
        }
        now = bar(NVDA, 69).end();

        watch.look();

        assertThat(watch.ages().silentTickers()).isEqualTo(1);
        assertThat(watch.ages().oldestSeconds()).isEqualTo(600);
        assertThat(feed.broken).isEmpty();
    }

    @Test
    void nothingOfferedIsSaidOnce() {
        watch.notOffered("parameter /ops-pipeline/tickers does not exist");
        watch.notOffered("parameter /ops-pipeline/tickers does not exist");

        assertThat(watch.isReady()).isFalse();
        assertThat(journal.alerts).hasSize(1);
    }

    private static final class Feed implements BarFeed {

        private final List<List<Ticker>> followed = new ArrayList<>();
        private final List<String> broken = new ArrayList<>();
        private boolean connected = true;
        private @Nullable String refusal;

        @Override
        public void follow(List<Ticker> tickers) {
            followed.add(tickers);
        }

        @Override
        public boolean isConnected() {
            return connected;
        }

        @Override
        public Optional<String> refusal() {
            return Optional.ofNullable(refusal);
        }

        @Override
        public void reconnect(String why) {
            broken.add(why);
        }
    }
}
