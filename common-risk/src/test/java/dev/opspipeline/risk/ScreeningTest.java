package dev.opspipeline.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.contract.PriceGrid;
import dev.opspipeline.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreeningTest {

    private static final TradingDesk DESK = new TradingDesk(PriceGrid.CENTS);

    /** A tiny account may have 1,500 dollars at work, in two positions. */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, nullValues = "none", textBlock = """
            held, outlay, objection
            700,  799.99, none
            700,  800.00, none
            700,  800.01, EXPOSURE
            """)
    void aTradeDecidedEarlierMustStillFitTheExposure(String held, String outlay, @Nullable RefusalCode objection) {
        Screening screening = DESK.screen(
                Proposals.tiny().holding("AMD260410C00190000", 1, held).build());

        assertThat(screening.objection(Money.of(outlay)).map(Verdict::code).orElse(null))
                .isEqualTo(objection);
    }

    @Test
    void aRefusalIsNamedBeforeWhatIsOnlyUnknown() {
        Proposals proposal = Proposals.tiny().document("trading_enabled: false");
        proposal.account = null;

        assertThat(DESK.screen(proposal.build()).objection(Money.of(100)))
                .map(Verdict::outcome)
                .contains(Verdict.Outcome.REFUSED);
    }
}
