package dev.opspipeline.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.signal.Action;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BookGatesTest {

    private static final Instant EARLIER = Proposals.NOW.minusSeconds(3_600);

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            held, entering, confidence, passes
            1,    0,        0.80,       true
            1,    1,        0.80,       false
            4,    0,        0.80,       false
            4,    0,        0.95,       false
            """)
    void F19_everythingThatIsNotFinishedCountsAgainstThePositionLimit(
            int held, int entering, double confidence, boolean passes) {
        Proposals proposal = positions(Proposals.tiny(), held, entering);
        proposal.confidence = confidence;

        assertThat(proposal.passes(RefusalCode.POSITION_LIMIT)).isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            held, confidence, passes
            4,    0.94,       true
            5,    0.94,       false
            5,    0.95,       true
            6,    0.95,       false
            """)
    void aConfidentSignalMayUseTheExtraPosition(int held, double confidence, boolean passes) {
        Proposals proposal = positions(Proposals.large(), held, 0);
        proposal.confidence = confidence;

        assertThat(proposal.passes(RefusalCode.POSITION_LIMIT)).isEqualTo(passes);
    }

    @Test
    void theOpenRestOfAPartlyFilledEntryIsNoSecondPosition() {
        Proposals proposal =
                Proposals.tiny().holding("AMD260410C00190000", 1, "100").entering("a", "AMD260410C00190000", "100");

        assertThat(proposal.verdict(RefusalCode.POSITION_LIMIT).observed()).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            held,               quantity, action,   passes
            NVDA260410C00190000, 1,       BUY_CALL, false
            NVDA260508C00150000, 1,       BUY_CALL, false
            NVDA260410C00190000, 1,       BUY_PUT,  true
            NVDA260410P00190000, 1,       BUY_PUT,  false
            NVDA260410P00190000, -1,      BUY_CALL, false
            NVDA,                100,     BUY_CALL, false
            NVDA,                -100,    BUY_CALL, true
            NVDA,                -100,    BUY_PUT,  false
            AMD260410C00190000,  1,       BUY_CALL, true
            """)
    void betsOnceOnAnUnderlyingInADirection(String held, int quantity, Action action, boolean passes) {
        Proposals proposal = Proposals.tiny().holding(held, quantity, "100");
        proposal.action = action;

        assertThat(proposal.passes(RefusalCode.DUPLICATE_POSITION)).isEqualTo(passes);
    }

    @Test
    void F17_anEntryStillInFlightIsADuplicateAndStartsEveryCooldownAndCount() {
        Proposals proposal =
                Proposals.tiny().document("max_trades_per_day: 1").entering("a", "NVDA260410C00190000", "100");

        assertThat(Arrays.asList(
                        RefusalCode.DUPLICATE_POSITION,
                        RefusalCode.TICKER_COOLDOWN,
                        RefusalCode.ACCOUNT_COOLDOWN,
                        RefusalCode.DAILY_TRADE_LIMIT))
                .allSatisfy(code -> assertThat(proposal.passes(code)).isFalse());
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            ticker, s ago, minutes, passes
            NVDA,   899,   15,      false
            NVDA,   900,   15,      true
            NVDA,   901,   15,      true
            AMD,    1,     15,      true
            NVDA,   0,     0,       true
            """)
    void leavesATickerAloneForAWhile(String ticker, long ago, int minutes, boolean passes) {
        Proposals proposal = Proposals.tiny()
                .document("ticker_cooldown_minutes: " + minutes)
                .entered("a", ticker, Proposals.NOW.minusSeconds(ago), false);

        assertThat(proposal.passes(RefusalCode.TICKER_COOLDOWN)).isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            holding, s ago, passes
            false,   29,    false
            false,   30,    true
            true,    30,    false
            true,    299,   false
            true,    300,   true
            """)
    void leavesTheAccountAloneForLongerWhileItHoldsSomething(boolean holding, long ago, boolean passes) {
        Proposals proposal = Proposals.tiny().entered("a", "AMD", Proposals.NOW.minusSeconds(ago), true);
        if (holding) {
            proposal.holding("AMD260410C00190000", 1, "100");
        }

        assertThat(proposal.passes(RefusalCode.ACCOUNT_COOLDOWN)).isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, nullValues = "null", textBlock = """
            max,  max in ticker, filled in NVDA, filled in AMD, unfilled, passes
            3,    2,             0,              2,             0,        true
            3,    2,             0,              3,             0,        false
            3,    2,             1,              1,             5,        true
            3,    2,             1,              0,             0,        true
            3,    2,             2,              0,             0,        false
            0,    2,             0,              0,             0,        false
            3,    0,             0,              0,             0,        false
            3,    null,          2,              0,             0,        true
            """)
    void F21_onlyFilledEntriesOfThisAccountCountAsTrades(
            String max, String maxInTicker, int nvda, int amd, int unfilled, boolean passes) {
        Proposals proposal = Proposals.tiny()
                .document("max_trades_per_day: %s, max_trades_per_ticker_per_day: %s".formatted(max, maxInTicker));
        entries(proposal, "NVDA", nvda, true);
        entries(proposal, "AMD", amd, true);
        entries(proposal, "NVDA", unfilled, false);

        assertThat(proposal.passes(RefusalCode.DAILY_TRADE_LIMIT)).isEqualTo(passes);
    }

    @Test
    void F21_anotherAccountsBookIsUntouchedAndYesterdaysTradesAreGone() {
        Proposals busy = Proposals.tiny();
        entries(busy, "NVDA", 3, true);
        Proposals rested = Proposals.tiny();
        Instant yesterday = Instant.parse("2026-04-08T15:00:00Z");
        for (int i = 0; i < 3; i++) {
            rested.entered("y" + i, "NVDA", yesterday, true);
        }

        assertThat(busy.passes(RefusalCode.DAILY_TRADE_LIMIT)).isFalse();
        assertThat(rested.passes(RefusalCode.DAILY_TRADE_LIMIT)).isTrue();
        assertThat(Proposals.tiny().passes(RefusalCode.DAILY_TRADE_LIMIT)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            document,                  trades, passes
            small_account_mode: false, 50,     true
            '',                        3,      false
            """)
    void withoutSmallAccountModeThereIsNoDailyCount(String document, int trades, boolean passes) {
        Proposals proposal = Proposals.tiny().document(document);
        entries(proposal, "AMD", trades, true);

        assertThat(proposal.passes(RefusalCode.DAILY_TRADE_LIMIT)).isEqualTo(passes);
    }

    private static void entries(Proposals proposal, String ticker, int count, boolean filled) {
        for (int i = 0; i < count; i++) {
            proposal.entered(ticker + filled + i, ticker, EARLIER.plusSeconds(i), filled);
        }
    }

    private static Proposals positions(Proposals proposal, int held, int entering) {
        for (int i = 0; i < held; i++) {
            proposal.holding("AMD260410C0019%d000".formatted(i), 1, "100");
        }
        for (int i = 0; i < entering; i++) {
            proposal.entering("e" + i, "AMD260410P0019%d000".formatted(i), "100");
        }
        return proposal;
    }
}
