package dev.opspipeline.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.Verdict.Outcome;
import dev.opspipeline.signal.Action;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetDeltaTest {

    private static final String CALL = "AMD260410C00190000";
    private static final String PUT = "TSLA260410P00190000";
    private static final String OWN = "NVDA260410C00101500";

    /** A large account of 55,000 dollars: 70 % are 38,500, or 385 shares of 100 dollars. */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            action,   calls, delta, puts, put delta, price,  outcome
            BUY_CALL, 7,     0.55,  0,    -0.5,      100,    PASSED
            BUY_CALL, 7,     0.5501,0,    -0.5,      100,    REFUSED
            BUY_CALL, 7,     0.54,  0,    -0.5,      100,    PASSED
            BUY_CALL, 7,     0.6,   1,    -0.4,      100,    PASSED
            BUY_PUT,  7,     0.9,   0,    -0.5,      100,    PASSED
            BUY_PUT,  0,     0.5,   7,    -0.55,     100,    PASSED
            BUY_PUT,  0,     0.5,   7,    -0.5501,   100,    REFUSED
            BUY_CALL, 0,     0.5,   7,    -0.9,      100,    PASSED
            BUY_CALL, 3,     ,      0,    -0.5,      100,    PASSED
            BUY_CALL, 4,     ,      0,    -0.5,      100,    REFUSED
            BUY_PUT,  0,     0.5,   4,    ,          100,    REFUSED
            BUY_CALL, 1,     0.5,   0,    -0.5,      ,       UNKNOWN
            """)
    void leansNoFurtherToOneSide(
            Action action,
            int calls,
            @Nullable Double delta,
            int puts,
            @Nullable Double putDelta,
            @Nullable String price,
            Outcome outcome) {
        Proposals proposal = Proposals.large().delta(CALL, delta, price).delta(PUT, putDelta, price);
        proposal.action = action;
        if (calls > 0) {
            proposal.holding(CALL, calls, "100");
        }
        if (puts > 0) {
            proposal.holding(PUT, puts, "100");
        }

        assertThat(proposal.verdict(RefusalCode.CONCENTRATION).outcome()).isEqualTo(outcome);
    }

    @Test
    void F17_anEntryOnItsWayLeansAsMuchAsOneThatIsHeld() {
        Proposals proposal = Proposals.large().entering("a", CALL, "100").delta(CALL, 0.5, "771");

        assertThat(proposal.verdict(RefusalCode.CONCENTRATION))
                .isEqualTo(new Verdict(
                        RefusalCode.CONCENTRATION,
                        Outcome.REFUSED,
                        "0.700909 of equity (38550.00)",
                        "at most 0.7 of equity"));
    }

    @Test
    void F20_withoutEquityOrBookTheLeanIsUnknownUnlessNobodyLimitsIt() {
        for (boolean limited : new boolean[] {true, false}) {
            Proposals noAccount = limited ? Proposals.large() : Proposals.tiny();
            noAccount.account = null;
            Proposals noBook = limited ? Proposals.large() : Proposals.tiny();
            noBook.bookConfirmedAt = Instant.MIN;

            for (Proposals proposal : new Proposals[] {noAccount, noBook}) {
                assertThat(proposal.verdict(RefusalCode.CONCENTRATION).outcome())
                        .isEqualTo(limited ? Outcome.UNKNOWN : Outcome.PASSED);
            }
        }
    }

    /** One delta of 100 shares at 100 dollars is held, 10,000 dollars; the trade adds three of 0.4, 12,000. */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            limit, held delta, price, outcome
            22001, 1.0,        100,   PASSED
            22000, 1.0,        100,   PASSED
            21999, 1.0,        100,   REFUSED
            21999, ,           100,   REFUSED
            22000, 1.0,        ,      UNKNOWN
            null,  1.0,        ,      PASSED
            """)
    void staysWithinTheAbsoluteLimitTheTradeIncluded(
            String limit, @Nullable Double delta, @Nullable String price, Outcome outcome) {
        Proposals proposal = Proposals.large().holding(CALL, 1, "100").delta(CALL, delta, price);
        PositionDelta trade = new PositionDelta(OptionContract.parse(OWN), 3, 0.4, Money.of(100));

        Money max = limit.equals("null") ? null : Money.of(limit);
        assertThat(new NetDeltaGate(max).check(proposal.build(), trade).outcome())
                .isEqualTo(outcome);
    }
}
