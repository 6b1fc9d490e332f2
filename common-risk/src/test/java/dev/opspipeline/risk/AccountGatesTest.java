package dev.opspipeline.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.AccountBelts;
import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.Tier;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.Verdict.Outcome;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountGatesTest {

    private static final String CALL = "AMD260410C00190000";

    @Test
    void aSoundProposalPassesEveryGateAndAllAreAsked() {
        List<Verdict> verdicts = EntryGates.check(Proposals.tiny().build());

        assertThat(verdicts)
                .hasSize(24)
                .allSatisfy(verdict ->
                        assertThat(verdict.outcome()).as(verdict.toString()).isEqualTo(Outcome.PASSED));
        assertThat(verdicts).extracting(Verdict::code).isSorted();
    }

    @Test
    void F20_withoutLimitsAccountOrBookNothingThatNeedsThemPasses() {
        Proposals proposal = Proposals.tiny();
        proposal.limits = null;
        proposal.account = null;
        proposal.bookConfirmedAt = Instant.MIN;
        proposal.volRatio = Double.NaN;

        Set<RefusalCode> passed = EntryGates.check(proposal.build()).stream()
                .filter(verdict -> !verdict.refuses())
                .map(Verdict::code)
                .collect(Collectors.toSet());

        assertThat(passed).isEqualTo(EnumSet.of(RefusalCode.NO_EXIT_MANAGER, RefusalCode.INVALID_SIGNAL));
        assertThat(EntryGates.check(proposal.build())).hasSize(24);
    }

    @Test
    void F23_aGateThatBreaksHasNotPassed() {
        Verdict verdict = EntryGates.failingClosed(
                RefusalCode.EXPOSURE,
                proposal -> {
                    throw new ArithmeticException("broken");
                },
                Proposals.tiny().build());

        assertThat(verdict.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(verdict.observed()).contains("broken");
    }

    @Test
    void F26_anothersTiersLimitsAreNotOurs() {
        Proposals proposal = Proposals.tiny();
        proposal.limits = TierTable.limits(Tier.LARGE);

        assertThat(proposal.passes(RefusalCode.CONFIG_NOT_LOADED)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            as of,                    outcome
            2026-04-09T14:32:15Z,     PASSED
            2026-04-09T14:32:14.999Z, REFUSED
            ,                         UNKNOWN
            """)
    void F07_theAccountMustHaveBeenReadAMomentAgo(@Nullable Instant asOf, Outcome outcome) {
        Proposals proposal = Proposals.tiny();
        proposal.account = asOf == null ? null : account("SBX-1", 2, false, false, asOf);

        assertThat(proposal.verdict(RefusalCode.ACCOUNT_UNKNOWN).outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            number, level, trading blocked, account blocked, passes
            SBX-1,  2,     false,           false,           true
            SBX-1,  3,     false,           false,           true
            SBX-1,  1,     false,           false,           false
            SBX-1,  2,     true,            false,           false
            SBX-1,  2,     false,           true,            false
            SBX-2,  2,     false,           false,           false
            """)
    void theAccountMustBeOursAndFreeToBuyOptions(
            String number, int level, boolean trading, boolean blocked, boolean passes) {
        Proposals proposal = Proposals.tiny();
        proposal.account = account(number, level, trading, blocked, Proposals.NOW);

        assertThat(proposal.passes(RefusalCode.ACCOUNT_RESTRICTED)).isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            highest level | suspended | outcome | observed
                          | false     | PASSED  | account SBX-1, options level 2
            3             | false     | PASSED  | account SBX-1, options level 2, restricted by its owner to 3
            2             | false     | PASSED  | account SBX-1, options level 2, restricted by its owner to 2
            1             | false     | REFUSED | account SBX-1, options level 2, restricted by its owner to 1
            0             | false     | REFUSED | account SBX-1, options level 2, restricted by its owner to 0
                          | true      | REFUSED | account SBX-1, options level 2, orders suspended by its owner
            """)
    void whatTheOwnerSetAtTheBrokerHoldsToo(
            @Nullable Integer highest, boolean suspended, Outcome outcome, String observed) {
        Proposals proposal = Proposals.tiny();
        proposal.belts = new AccountBelts(false, highest, suspended);

        assertThat(proposal.verdict(RefusalCode.ACCOUNT_RESTRICTED))
                .isEqualTo(new Verdict(
                        RefusalCode.ACCOUNT_RESTRICTED,
                        outcome,
                        observed,
                        "account SBX-1, not blocked, orders not suspended, options level at least 2"));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            level, outcome
            2,     UNKNOWN
            1,     REFUSED
            """)
    void F20_unknownBeltsRefuseAndHideNoRefusalThatIsKnown(int level, Outcome outcome) {
        Proposals proposal = Proposals.tiny();
        proposal.account = account("SBX-1", level, false, false, Proposals.NOW);
        proposal.belts = null;

        assertThat(proposal.verdict(RefusalCode.ACCOUNT_RESTRICTED).outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            equity,  last equity, transfers, outcome
            1804.00, 1904.00,     0,         REFUSED
            1804.01, 1904.00,     0,         PASSED
            1803.99, 1904.00,     0,         REFUSED
            2304.00, 1904.00,     500,       REFUSED
            1404.01, 1904.00,     -400,      PASSED
            1804.00, 1804.00,     ,          UNKNOWN
            """)
    void F16_stopsOnceTheDaysLossReachesTheLimitTransfersLeftOut(
            String equity, String lastEquity, @Nullable String transfers, Outcome outcome) {
        Proposals proposal = Proposals.tiny();
        proposal.account = Proposals.account(equity, lastEquity, transfers);

        assertThat(proposal.verdict(RefusalCode.DAILY_LOSS).outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            held,    reserved, outcome
            1000.00, 499.99,   PASSED
            1000.00, 500.00,   REFUSED
            1500.00, 0,        REFUSED
            1499.99, 0,        PASSED
            """)
    void F18_heldAndReservedDollarsCountAgainstTheExposure(String held, String reserved, Outcome outcome) {
        Proposals proposal = Proposals.tiny().holding(CALL, 1, held).entering("a", "AMD260410P00190000", reserved);

        assertThat(proposal.verdict(RefusalCode.EXPOSURE).outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            cost, value, at work
            800,  300,   800.00
            800,  1200,  1200.00
            800,  -1200, 1200.00
            """)
    void aPositionCountsAtItsCostOrItsValueIfHigher(String cost, String value, String atWork) {
        assertThat(Proposals.tiny()
                        .holding(CALL, 1, cost, value)
                        .verdict(RefusalCode.EXPOSURE)
                        .observed())
                .isEqualTo(atWork);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            proposed, outcome
            500.00,   PASSED
            500.01,   REFUSED
            """)
    void F18_theProposedOrderIsAddedToo(Money proposed, Outcome outcome) {
        Proposal proposal = Proposals.tiny().holding(CALL, 1, "1000").build();

        assertThat(new ExposureGate(Money.of(1500)).check(proposal, proposed).outcome())
                .isEqualTo(outcome);
    }

    @Test
    void X62_aLimitLoweredBelowTheExposureStopsEntries() {
        Proposals proposal = Proposals.tiny().holding(CALL, 1, "600");
        assertThat(proposal.passes(RefusalCode.EXPOSURE)).isTrue();

        proposal.document("max_notional_exposure: 500");

        assertThat(proposal.passes(RefusalCode.EXPOSURE)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            confirmed,                passes
            2026-04-09T14:31:30Z,     true
            2026-04-09T14:31:29.999Z, false
            """)
    void F15_aBookTheBrokerHasNotConfirmedLatelyIsUnknown(Instant confirmed, boolean passes) {
        Proposals proposal = Proposals.tiny();
        proposal.bookConfirmedAt = confirmed;

        assertThat(Arrays.asList(
                        RefusalCode.POSITION_LIMIT,
                        RefusalCode.DUPLICATE_POSITION,
                        RefusalCode.TICKER_COOLDOWN,
                        RefusalCode.ACCOUNT_COOLDOWN,
                        RefusalCode.DAILY_TRADE_LIMIT,
                        RefusalCode.EXPOSURE))
                .allSatisfy(code -> assertThat(proposal.verdict(code).outcome())
                        .isEqualTo(passes ? Outcome.PASSED : Outcome.UNKNOWN));
    }

    private static AccountSnapshot account(String number, int level, boolean trading, boolean blocked, Instant asOf) {
        Money equity = Money.of("1804");
        return new AccountSnapshot(number, equity, equity, equity, level, trading, blocked, Money.ZERO, asOf);
    }
}
