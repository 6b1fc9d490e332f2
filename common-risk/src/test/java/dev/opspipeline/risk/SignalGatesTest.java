package dev.opspipeline.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.money.Money;
import dev.opspipeline.risk.Verdict.Outcome;
import dev.opspipeline.signal.Action;
import dev.opspipeline.signal.Strategy;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SignalGatesTest {

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            score, confidence, price, passes
            4.0,   0.83,       100,   true
            0.01,  0.83,       100,   true
            0.0,   0.83,       100,   false
            -1.0,  0.83,       100,   false
            NaN,   0.83,       100,   false
            4.0,   0.0,        100,   true
            4.0,   1.0,        100,   true
            4.0,   -0.01,      100,   false
            4.0,   1.01,       100,   false
            4.0,   NaN,        100,   false
            4.0,   0.83,       0,     false
            """)
    void refusesWhatMakesNoSense(double score, double confidence, String price, boolean passes) {
        Proposals proposal = Proposals.tiny();
        proposal.score = score;
        proposal.confidence = confidence;
        proposal.underlyingPrice = Money.of(price);

        assertThat(proposal.passes(RefusalCode.INVALID_SIGNAL)).isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            bar ended s ago, made s ago, expires in s, passes
            120,             30,         1,            true
            120.001,         30,         1,            false
            120,             300,        1,            true
            120,             301,        1,            false
            60,              30,         0,            true
            60,              30,         -1,           false
            """)
    void refusesAnOldSignalAnOldBarAndAnExpiredOne(double bar, long made, long expires, boolean passes) {
        Proposals proposal = Proposals.tiny();
        proposal.barTime = proposal.now.minusMillis(60_000 + Math.round(bar * 1_000));
        proposal.createdAt = proposal.now.minusSeconds(made);
        proposal.expiresAt = proposal.now.plusSeconds(expires);

        assertThat(proposal.passes(RefusalCode.STALE_SIGNAL)).isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            ahead     | outcome | said
            PT1.999S  | PASSED  |
            PT2S      | PASSED  |
            PT2.001S  | REFUSED | , our clock is 2.001 s ahead of the broker's
            PT-1.999S | PASSED  |
            PT-2S     | PASSED  |
            PT-2.001S | REFUSED | , our clock is 2.001 s behind the broker's
            """)
    void X33_noAgeCountsOnAClockThatIsMoreThanTwoSecondsOff(Duration ahead, Outcome outcome, @Nullable String said) {
        Proposals proposal = Proposals.tiny();
        proposal.clockAhead = ahead;

        assertThat(proposal.verdict(RefusalCode.STALE_SIGNAL))
                .isEqualTo(new Verdict(
                        RefusalCode.STALE_SIGNAL,
                        outcome,
                        "made 29 s ago, bar ended 30 s ago" + (said == null ? "" : said),
                        "not expired, at most 300 s old, bar at most 120 s old, clock at most 2 s off"));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            made s ago, outcome
            30,         UNKNOWN
            301,        REFUSED
            """)
    void X33_aClockThatNobodyComparedRefusesAndHidesNoRefusalThatIsKnown(long made, Outcome outcome) {
        Proposals proposal = Proposals.tiny();
        proposal.createdAt = proposal.now.minusSeconds(made);
        proposal.clockAhead = null;

        assertThat(proposal.verdict(RefusalCode.STALE_SIGNAL).outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            allowed,             action,   passes
            [BUY_CALL BUY_PUT],  BUY_CALL, true
            [BUY_CALL BUY_PUT],  BUY_PUT,  true
            [BUY_CALL],          BUY_CALL, true
            [BUY_CALL],          BUY_PUT,  false
            [BUY_PUT],           BUY_CALL, false
            """)
    void F14_anActionIsTheSameWordFromTheDocumentToTheGate(String allowed, Action action, boolean passes) {
        Proposals proposal = Proposals.tiny().document("allowed_actions: " + allowed);
        proposal.action = action;

        assertThat(proposal.passes(RefusalCode.ACTION_NOT_ALLOWED)).isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            strategy, now,                  outcome
            DAY,      2026-04-09T13:29:59Z, REFUSED
            DAY,      2026-04-09T13:34:59Z, REFUSED
            DAY,      2026-04-09T13:35:00Z, PASSED
            DAY,      2026-04-09T16:59:59Z, PASSED
            DAY,      2026-04-09T17:00:00Z, REFUSED
            SWING,    2026-04-09T17:00:00Z, PASSED
            SWING,    2026-04-09T17:59:59Z, PASSED
            SWING,    2026-04-09T18:00:00Z, REFUSED
            DAY,      2026-04-09T20:00:00Z, REFUSED
            DAY,      2026-04-10T13:59:59Z, PASSED
            DAY,      2026-04-10T14:00:00Z, REFUSED
            SWING,    2026-04-10T14:59:59Z, PASSED
            SWING,    2026-04-10T15:00:00Z, REFUSED
            GAP,      2026-04-09T13:34:59Z, REFUSED
            GAP,      2026-04-09T13:35:00Z, PASSED
            GAP,      2026-04-09T14:29:59Z, PASSED
            GAP,      2026-04-09T14:30:00Z, REFUSED
            GAP,      2026-04-10T13:59:59Z, PASSED
            GAP,      2026-04-10T14:00:00Z, REFUSED
            DAY,      2026-04-03T15:00:00Z, REFUSED
            DAY,      2026-04-11T15:00:00Z, REFUSED
            DAY,      2026-03-31T15:00:00Z, UNKNOWN
            DAY,      2026-06-01T15:00:00Z, UNKNOWN
            """)
    void F47_entersOnlyInItsPartOfTheSessionHalfDaysAndHolidaysIncluded(
            Strategy strategy, Instant now, Outcome outcome) {
        Proposals proposal = Proposals.tiny();
        proposal.strategy = strategy;
        proposal.now = now;

        assertThat(proposal.verdict(RefusalCode.MARKET_CLOSED).outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            tier,  strategy, confidence, passes
            tiny,  DAY,      0.70,       true
            tiny,  DAY,      0.6999,     false
            tiny,  SWING,    0.70,       true
            tiny,  SWING,    0.6999,     false
            large, DAY,      0.60,       true
            large, DAY,      0.5999,     false
            large, SWING,    0.45,       true
            large, SWING,    0.4499,     false
            """)
    void theStricterOfDocumentAndTableIsTheMinimumConfidence(
            String tier, Strategy strategy, double confidence, boolean passes) {
        Proposals proposal = (tier.equals("tiny") ? Proposals.tiny() : Proposals.large())
                .document("confidence_min_options_swing: 0.40, confidence_min_options_daytrade: 0.60");
        proposal.strategy = strategy;
        proposal.confidence = confidence;

        assertThat(proposal.passes(RefusalCode.LOW_CONFIDENCE)).isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            document,                                        ratio, outcome
            '',                                              2.0,   PASSED
            '',                                              1.99,  REFUSED
            '',                                              NaN,   UNKNOWN
            min_volume_ratio: 1.0,                           1.99,  REFUSED
            min_volume_ratio: 3.0,                           2.99,  REFUSED
            min_volume_ratio: 3.0,                           3.0,   PASSED
            small_account_mode: false,                       1.2,   PASSED
            small_account_mode: false,                       1.19,  REFUSED
            """)
    void F20_aSmallAccountNeedsASurgeAndAnUnknownVolumeRefuses(String document, double ratio, Outcome outcome) {
        Proposals proposal = Proposals.tiny().document(document);
        proposal.volumeRatio = ratio;

        assertThat(proposal.verdict(RefusalCode.LOW_VOLUME).outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            small mode, trend, passes
            true,       1,     true
            true,       -1,    true
            true,       0,     false
            false,      0,     true
            """)
    void aSmallAccountNeedsATrend(boolean small, int trend, boolean passes) {
        Proposals proposal = Proposals.tiny().document("small_account_mode: " + small);
        proposal.trendState = trend;

        assertThat(proposal.passes(RefusalCode.WEAK_TREND)).isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            minimum, confidence, passes
            null,    0.10,       true
            0.15,    0.44,       true
            0.15,    0.43,       false
            0.55,    0.70,       true
            0.56,    0.70,       false
            """)
    void kellyIsOffUnlessAskedForAndThenWeighsTheOdds(String min, double confidence, boolean passes) {
        Proposals proposal = Proposals.tiny().document("min_kelly_fraction: " + min);
        proposal.confidence = confidence;

        assertThat(proposal.passes(RefusalCode.LOW_KELLY)).isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            ratio, outcome, positions allowed
            1.3,   PASSED,  5
            1.31,  PASSED,  3
            2.0,   PASSED,  3
            2.01,  REFUSED, 3
            NaN,   UNKNOWN, 5
            """)
    void aNervousMarketHalvesThePositionLimitAndAWildOneRefuses(double ratio, Outcome outcome, int allowed) {
        Proposals proposal = Proposals.large();
        proposal.volRatio = ratio;

        assertThat(proposal.verdict(RefusalCode.VOLATILITY_REGIME).outcome()).isEqualTo(outcome);
        assertThat(proposal.verdict(RefusalCode.POSITION_LIMIT).limit()).isEqualTo("below " + allowed);
    }

    @ParameterizedTest
    @EnumSource(TradingState.class)
    void entersOnlyWhileActive(TradingState state) {
        Proposals proposal = Proposals.tiny();
        proposal.state = state;

        assertThat(proposal.passes(RefusalCode.TRADING_STOPPED)).isEqualTo(state == TradingState.ACTIVE);
    }

    @Test
    void theStricterOfTwoStatesHolds() {
        assertThat(TradingState.ACTIVE.and(TradingState.REDUCING)).isEqualTo(TradingState.REDUCING);
        assertThat(TradingState.HALTED.and(TradingState.REDUCING)).isEqualTo(TradingState.HALTED);
    }

    @Test
    void entersNothingWhenTheDocumentDisablesTrading() {
        assertThat(Proposals.tiny().document("trading_enabled: false").passes(RefusalCode.TRADING_STOPPED))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, nullValues = "never", textBlock = """
            silence ms, passes
            29999,      true
            30000,      true
            30001,      false
            never,      false
            """)
    void F31_opensNothingThatNobodyWouldClose(@Nullable Long silence, boolean passes) {
        Proposals proposal = Proposals.tiny();
        proposal.sinceExitManager = silence == null ? null : Duration.ofMillis(silence);

        assertThat(proposal.passes(RefusalCode.NO_EXIT_MANAGER)).isEqualTo(passes);
    }
}
