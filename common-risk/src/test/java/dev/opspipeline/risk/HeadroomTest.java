package dev.opspipeline.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Tier;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadroomTest {

    /** A small account: 2 positions, 4,000 dollars, 200 dollars a day, 3 trades. */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, nullValues = "unknown", textBlock = """
            positions, cost,    equity,  transfers, trades, close
            0,         0,       4000,    0,         0,      ''
            1,         100,     4000,    0,         0,      POSITION_LIMIT
            0,         0,       4000,    0,         1,      ''
            0,         0,       4000,    0,         2,      DAILY_TRADE_LIMIT
            1,         3199.99, 4000,    0,         0,      POSITION_LIMIT
            1,         3200,    4000,    0,         0,      POSITION_LIMIT EXPOSURE
            0,         0,       3840.01, 0,         0,      ''
            0,         0,       3840,    0,         0,      DAILY_LOSS
            0,         0,       3840,    unknown,   0,      ''
            """)
    void saysWhichLimitsAreClose(
            int positions, String cost, String equity, @Nullable String transfers, int trades, String close) {
        Proposals proposal = Proposals.of(Tier.SMALL);
        proposal.account = Proposals.account(equity, "4000", transfers);
        if (positions > 0) {
            proposal.holding("AMD260410C00190000", 1, cost);
        }
        for (int trade = 0; trade < trades; trade++) {
            proposal.entered("a" + trade, "AMD", Proposals.NOW, true);
        }
        Proposal built = proposal.build();

        Headroom headroom = Headroom.of(built.book(), built.account(), Objects.requireNonNull(built.limits()));

        assertThat(headroom.close().stream()
                        .map(text -> text.substring(0, text.indexOf(':')))
                        .reduce("", (a, b) -> (a + " " + b).strip()))
                .isEqualTo(close);
    }

    @Test
    void namesTheRoomThatHighConfidenceHasOnTop() {
        Proposals proposal = Proposals.of(Tier.LARGE);
        for (String strike : List.of("00190000", "00195000", "00200000", "00205000", "00210000")) {
            proposal.holding("AMD260410C" + strike, 1, "100");
        }
        Proposal built = proposal.build();

        Headroom headroom = Headroom.of(built.book(), built.account(), Objects.requireNonNull(built.limits()));

        assertThat(headroom.close()).containsExactly("POSITION_LIMIT: 5 of 5, of 6 with high confidence");
    }

    @Test
    void entriesOnTheirWayCountLikePositions() {
        Proposal built =
                Proposals.tiny().entering("a", "AMD260410C00190000", "700").build();

        Headroom headroom = Headroom.of(built.book(), built.account(), Objects.requireNonNull(built.limits()));

        assertThat(headroom.positions()).isEqualTo(1);
        assertThat(headroom.exposure().toString()).isEqualTo("700.00");
    }
}
