package dev.opspipeline.positionmanager;

import static dev.opspipeline.positionmanager.ExitRig.CALL;
import static dev.opspipeline.positionmanager.ExitRig.DAY_ENTRY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.exit.ExitReason;
import dev.opspipeline.market.Quote;
import dev.opspipeline.money.Money;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quotes that come by themselves are acted on at once; where they don't come, or say nothing, they are asked for. */
class StreamedQuotesTest {

    private final SimulatedExchange exchange = ExitRig.exchange("2026-04-09T10:00:00");
    private final ExitRig rig = new ExitRig(exchange);

    @BeforeEach
    void hold() {
        exchange.quote(CALL, "1.00", "1.02");
        rig.start(PositionMemory.NONE);
        exchange.buys(DAY_ENTRY, CALL, 2, "1.00");
        rig.step();
        exchange.advance(exchange.now.plusSeconds(1));
    }

    private void streams(String bid, String ask, Instant at) {
        rig.exits.quoted(CALL, new Quote(Money.of(bid), Money.of(ask), at, at, "opra stream"));
        rig.drain();
    }

    @Test
    void F41_aTargetIsTakenWithoutWaitingForTheNextPass() {
        exchange.quote(CALL, "2.00", "2.05");
        streams("2.00", "2.05", exchange.now);
        assertThat(exchange.held(CALL)).isZero();
        assertThat(rig.journal.closed).singleElement().satisfies(trade -> {
            assertThat(trade.reason()).isEqualTo(ExitReason.TAKE_PROFIT_HIT);
            assertThat(trade.triggeredAt()).isEqualTo(exchange.now);
        });
        assertThat(Objects.requireNonNull(rig.journal.positions.getLast().marks())
                        .feed())
                .isEqualTo("opra stream");
    }

    @Test
    void F41_aStopThatStandsBetweenTwoPassesIsASale() {
        exchange.quote(CALL, "0.50", "0.52");
        streams("0.50", "0.52", exchange.now);
        exchange.advance(exchange.now.plusMillis(1999));
        streams("0.50", "0.52", exchange.now);
        assertThat(rig.sent()).isEmpty();
        exchange.advance(exchange.now.plusMillis(1));
        streams("0.50", "0.52", exchange.now);
        assertThat(exchange.held(CALL)).isZero();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        millisSince, asked
        0,           false
        4999,        false
        5000,        true
        60000,       true
        """)
    void X26_quotesAreAskedForOnceTheStreamHasSaidNothingForFiveSeconds(long millisSince, boolean asked) {
        streams("1.00", "1.02", exchange.now);
        int before = exchange.quotesAsked;
        exchange.advance(exchange.now.plusMillis(millisSince));
        rig.pass();
        assertThat(exchange.quotesAsked > before).isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        bid,  ask,  secondsOld
        0.00, 1.02, 0
        1.05, 1.02, 0
        1.00, 1.02, 60
        """)
    void X26_X27_aQuoteThatSaysNothingOrIsLateKeepsNobodyFromAsking(String bid, String ask, long secondsOld) {
        streams(bid, ask, exchange.now.minusSeconds(secondsOld));
        int before = exchange.quotesAsked;
        rig.pass();
        assertThat(exchange.quotesAsked).isGreaterThan(before);
        assertThat(rig.exits.figures().discardedQuotes()).isEqualTo(secondsOld == 0 ? 1 : 0);
    }

    @Test
    void X30_ticksThatComeTwiceOrTooLateMoveNothing() {
        streams("1.10", "1.12", exchange.now);
        streams("1.10", "1.12", exchange.now);
        streams("2.00", "2.05", exchange.now.minusMillis(1));
        assertThat(rig.sent()).isEmpty();
        assertThat(Objects.requireNonNull(rig.exits.figures().oldestPrice())).isZero();

        exchange.advance(exchange.now.plusMillis(1));
        streams("2.00", "2.05", exchange.now);
        assertThat(rig.sent()).hasSize(1);
    }

    @Test
    void F31_theHeartbeatGoesOnWhileTheStreamBringsAllQuotes() {
        exchange.quotesReadable = false;
        exchange.snapshotsReadable = false;
        for (int i = 0; i < 20; i++) {
            exchange.advance(exchange.now.plusSeconds(4));
            streams("1.00", "1.02", exchange.now);
            exchange.advance(exchange.now.plusSeconds(1));
            rig.pass();
        }
        int before = rig.journal.heartbeats;
        rig.exits.heartbeat();
        assertThat(rig.journal.heartbeats).isEqualTo(before + 1);
    }
}
