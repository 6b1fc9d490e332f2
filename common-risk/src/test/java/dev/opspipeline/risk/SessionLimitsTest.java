package dev.opspipeline.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.Verdict.Outcome;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits that remember the session: its losses, its fall from the best, its stop-losses. */
class SessionLimitsTest {

    private static final Money LIMIT = Money.of(100);
    private static final Instant TEN = Instant.parse("2026-04-09T14:00:00Z");
    private static final Instant ELEVEN = Instant.parse("2026-04-09T15:00:00Z");

    private static AccountSnapshot profit(String dollars, Instant at) {
        Money equity = Money.of(2_000).plus(Money.of(dollars));
        return new AccountSnapshot("SBX-1", equity, Money.of(2_000), equity, 2, false, false, Money.ZERO, at);
    }

    private static SessionLosses after(Money drawdownStop, String... profits) {
        SessionLosses losses = SessionLosses.none(Proposals.TODAY);
        for (int i = 0; i < profits.length; i++) {
            losses = losses.after(profit(profits[i], TEN.plusSeconds(i)), LIMIT, drawdownStop);
        }
        return losses;
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            worst,   closed
            -99.99,  false
            -100.00, true
            -100.01, true
            """)
    void F16_aLossOnceReachedKeepsTheDayClosedWhateverIsWonBack(String worst, boolean closed) {
        Proposals proposal = Proposals.tiny();
        proposal.losses = after(LIMIT, worst, "50");

        assertThat(proposal.passes(RefusalCode.DAILY_LOSS)).isNotEqualTo(closed);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            document,                     best, now,  transfers, outcome
            '',                           500,  0,    0,         PASSED
            session_drawdown_stop: 50,    40,   0,    0,         PASSED
            session_drawdown_stop: 50,    50,   0.01, 0,         PASSED
            session_drawdown_stop: 50,    50,   0,    0,         REFUSED
            session_drawdown_stop: 50,    60,   0,    0,         REFUSED
            session_drawdown_stop: 50,    10,   0,    ,          UNKNOWN
            session_drawdown_stop: 50,    50,   -400, -400,      REFUSED
            session_drawdown_stop: 50,    40,   -400, -400,      PASSED
            """)
    void fallsNoFurtherFromTheBestOfTheSessionTransfersLeftOut(
            String document, String best, String now, @Nullable String transfers, Outcome outcome) {
        Proposals proposal = Proposals.tiny().document(document);
        proposal.account =
                Proposals.account(Money.of("1804").plus(Money.of(now)).toString(), "1804", transfers);
        proposal.losses = SessionLosses.none(Proposals.TODAY).profited(Money.of(best), Proposals.TODAY);

        assertThat(proposal.verdict(RefusalCode.SESSION_DRAWDOWN).outcome()).isEqualTo(outcome);
    }

    @Test
    void F24_aFallOnceReachedKeepsTheDayClosedAndNoOther() {
        Proposals proposal = Proposals.tiny().document("session_drawdown_stop: 50");
        proposal.losses = after(Money.of(50), "60", "10", "55");
        assertThat(proposal.verdict(RefusalCode.SESSION_DRAWDOWN).observed())
                .contains("reached at 2026-04-09T14:00:01Z");
        assertThat(proposal.passes(RefusalCode.SESSION_DRAWDOWN)).isFalse();
        assertThat(proposal.passes(RefusalCode.DAILY_LOSS)).isTrue();

        LocalDate tomorrow = LocalDate.parse("2026-04-10");
        assertThat(proposal.losses.reachedAt(Latch.SESSION_DRAWDOWN, tomorrow)).isEmpty();
        SessionLosses next =
                proposal.losses.after(profit("0", Instant.parse("2026-04-10T14:00:00Z")), LIMIT, Money.of(50));
        assertThat(next).isEqualTo(SessionLosses.none(tomorrow).profited(Money.ZERO, tomorrow));
    }

    @Test
    void aResetForgivesWhatWasReachedUpToThenAndNothingLater() {
        SessionLosses lost = after(Money.of(50), "60", "-100", "10");

        SessionLosses reset = lost.reset(Latch.DAILY_LOSS, TEN.plusSeconds(1));
        assertThat(reset.reachedAt(Latch.DAILY_LOSS, Proposals.TODAY)).isEmpty();
        assertThat(reset.reachedAt(Latch.SESSION_DRAWDOWN, Proposals.TODAY)).isPresent();
        assertThat(lost.reset(Latch.DAILY_LOSS, TEN).reachedAt(Latch.DAILY_LOSS, Proposals.TODAY))
                .isPresent();
        assertThat(reset.after(profit("-100", ELEVEN), LIMIT, null).reachedAt(Latch.DAILY_LOSS, Proposals.TODAY))
                .contains(ELEVEN);
    }

    @Test
    void aResetOfTheFallCountsFromTheEquityOfThatMoment() {
        SessionLosses reset = after(Money.of(50), "60", "0").reset(Latch.SESSION_DRAWDOWN, ELEVEN);

        SessionLosses on = reset.after(profit("0", ELEVEN.plusSeconds(1)), LIMIT, Money.of(50));
        assertThat(on.reachedAt(Latch.SESSION_DRAWDOWN, Proposals.TODAY)).isEmpty();
        assertThat(Objects.requireNonNull(on.bestProfit())).isEqualTo(Money.ZERO);
    }

    @Test
    void aSnapshotWithoutTransfersOrOfAnEarlierDayTellsNothing() {
        SessionLosses losses = after(LIMIT, "0");

        assertThat(losses.after(profit("-500", TEN).withNetTransfersToday(null), LIMIT, LIMIT))
                .isEqualTo(losses);
        assertThat(losses.after(profit("-500", Instant.parse("2026-04-08T14:00:00Z")), LIMIT, LIMIT))
                .isEqualTo(losses);
        assertThat(losses.reached(Latch.DAILY_LOSS, Instant.parse("2026-04-08T14:00:00Z")))
                .isEqualTo(losses);
    }

    @Test
    void X38_midnightInLondonResetsNothingAndMidnightInNewYorkDoes() {
        SessionLosses lost = after(LIMIT, "-100");

        for (String evening : List.of("2026-04-09T23:59:59Z", "2026-04-10T00:00:00Z", "2026-04-10T03:59:59Z")) {
            lost = lost.after(profit("0", Instant.parse(evening)), LIMIT, null);
            assertThat(lost.reachedAt(Latch.DAILY_LOSS, Proposals.TODAY)).isPresent();
        }
        assertThat(lost.after(profit("0", Instant.parse("2026-04-10T04:00:00Z")), LIMIT, null)
                        .lossReachedAt())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            document,                          minutes ago, outcome
            '',                                1 2,         PASSED
            '',                                1 2 3,       REFUSED
            '',                                1 2 59,      REFUSED
            '',                                1 2 60,      PASSED
            '',                                1 2 61,      PASSED
            'streak_stops: 2, streak_minutes: 10', 1 9,     REFUSED
            'streak_stops: 2, streak_minutes: 10', 1 10,    PASSED
            streak_stops: null,                1 2 3,       PASSED
            '',                                ,            UNKNOWN
            streak_stops: null,                ,            PASSED
            """)
    void pausesAfterAStreakOfStopLosses(String document, @Nullable String minutesAgo, Outcome outcome) {
        Proposals proposal = Proposals.tiny().document(document);
        proposal.stopLosses = minutesAgo == null
                ? null
                : Arrays.stream(minutesAgo.split(" "))
                        .map(minutes -> Proposals.NOW.minusSeconds(60 * Long.parseLong(minutes)))
                        .toList();

        assertThat(proposal.verdict(RefusalCode.STREAK).outcome()).isEqualTo(outcome);
    }
}
