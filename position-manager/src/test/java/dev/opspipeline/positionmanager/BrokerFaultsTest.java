package dev.opspipeline.positionmanager;

import static dev.opspipeline.positionmanager.ExitRig.CALL;
import static dev.opspipeline.positionmanager.ExitRig.DAY_ENTRY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.OrderStatus;
import dev.opspipeline.account.PositionIntent;
import dev.opspipeline.account.Side;
import dev.opspipeline.exit.ClosedTrade;
import dev.opspipeline.exit.ExitReason;
import dev.opspipeline.exit.PositionRecord.State;
import dev.opspipeline.money.Money;
import dev.opspipeline.positionmanager.SimulatedExchange.Fault;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The broker at its worst: the position ends closed or loudly not, never short and never twice. */
class BrokerFaultsTest {

    private final SimulatedExchange exchange = ExitRig.exchange("2026-04-09T10:00:00");
    private final ExitRig rig = new ExitRig(exchange);

    private void hold(int quantity) {
        exchange.quote(CALL, "1.00", "1.02");
        rig.start(PositionMemory.NONE);
        exchange.buys(DAY_ENTRY, CALL, quantity, "1.00");
        rig.step();
    }

    private void target() {
        exchange.quote(CALL, "2.00", "2.05");
        rig.step();
    }

    @AfterEach
    void neverShort() {
        assertThat(exchange.leastHeld).isZero();
    }

    private void closedOnce(int quantity) {
        assertThat(exchange.held(CALL)).isZero();
        assertThat(rig.sold()).isEqualTo(quantity);
        assertThat(rig.journal.closed).singleElement().satisfies(trade -> {
            assertThat(trade.quantity()).isEqualTo(quantity);
            assertThat(trade.reason()).isEqualTo(ExitReason.TAKE_PROFIT_HIT);
            assertThat(trade.realizedProfit()).isEqualTo(Money.of(100L * quantity));
        });
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void X01_X03_X08_X19_whateverTheFirstOrderMeetsItIsSoldOnce(Fault fault) {
        hold(2);
        exchange.faults.add(fault);
        target();
        rig.steps(12);
        closedOnce(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"LOST", "RATE_LIMITED", "UNCOVERED", "REJECTED_LATER", "RESTS"})
    void F49_X19_aFaultThatStaysIsAlarmedAfterThreeTriesAndNeverGivenUp(Fault fault) {
        hold(2);
        exchange.faults.addAll(Collections.nCopies(40, fault));
        target();
        rig.steps(60);
        assertThat(rig.journal.alerts).contains("close keeps failing");
        assertThat(exchange.held(CALL)).isEqualTo(2);
        assertThat(rig.journal.positions.getLast().state()).isEqualTo(State.CLOSING);
        assertThat(rig.exits.figures().stuck()).isEqualTo(1);

        exchange.faults.clear();
        rig.steps(12);
        closedOnce(2);
    }

    @Test
    void X19_aContractNobodyQuotesIsSoldWithALimit() {
        hold(2);
        exchange.faults.addAll(Collections.nCopies(10, Fault.NO_QUOTE));
        target();
        rig.steps(4);
        assertThat(rig.sent().getFirst().limitPrice()).isNull();
        assertThat(rig.sent().getLast().limitPrice()).isNotNull();
        closedOnce(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void X11_aBrokerThatWasDownForHalfAnHourMeansOneExitPerPosition(boolean streamStays) {
        hold(2);
        exchange.readable = false;
        exchange.streamTells = streamStays;
        exchange.quotesReadable = false;
        target();
        rig.steps(360);
        rig.exits.heartbeat();
        assertThat(rig.journal.heartbeats).isZero();
        assertThat(rig.journal.alerts).contains("no fresh quote: price rules do not run");

        exchange.readable = true;
        exchange.quotesReadable = true;
        exchange.streamTells = true;
        rig.exits.streamConnected();
        rig.steps(6);
        closedOnce(2);
    }

    @Test
    void X28_fillsTheStreamLostAreFoundByReading() {
        exchange.quote(CALL, "1.00", "1.02");
        rig.start(PositionMemory.NONE);
        exchange.streamTells = false;
        exchange.buys(DAY_ENTRY, CALL, 2, "1.00");
        rig.steps(3);
        assertThat(rig.journal.plan()).isNotNull();

        target();
        rig.steps(6);
        closedOnce(2);
    }

    @Test
    void X29_aStreamThatIsAliveButSilentIsConnectedAnew() {
        hold(2);
        assertThat(rig.reconnects).isZero();
        exchange.streamTells = false;
        exchange.faults.add(Fault.RESTS);
        target();
        rig.steps(4);
        assertThat(rig.reconnects).isEqualTo(1);
        assertThat(rig.journal.alerts).contains("trade updates are silent");
    }

    @Test
    void X29_aStreamThatTellsIsLeftAlone() {
        hold(2);
        exchange.faults.add(Fault.RESTS);
        target();
        rig.steps(20);
        assertThat(rig.reconnects).isZero();
    }

    @Test
    void F39_aListOfPositionsEmptyByErrorClosesNothingAndLosesNothing() {
        hold(2);
        exchange.positionsListedEmpty = true;
        rig.steps(12);
        assertThat(rig.sent()).isEmpty();
        assertThat(rig.journal.closed).isEmpty();
        assertThat(rig.journal.alerts).contains("position was closed elsewhere");
        assertThat(rig.journal.positions.getLast().state()).isNotEqualTo(State.CLOSED);

        exchange.positionsListedEmpty = false;
        rig.steps(2);
        target();
        rig.steps(4);
        closedOnce(2);
    }

    @Test
    void F39_positionsThatCannotBeAskedForAreNotGone() {
        hold(2);
        exchange.positionsFail = true;
        rig.steps(12);
        assertThat(rig.journal.closed).isEmpty();
        target();
        rig.steps(6);
        closedOnce(2);
    }

    @Test
    void X14_whatIsLeftOfAnEntryIsCancelledBeforeItsFirstContractsAreSold() {
        exchange.quote(CALL, "1.00", "1.02");
        rig.start(PositionMemory.NONE);
        exchange.buysPartly(DAY_ENTRY, CALL, 3, 2, "1.00");
        rig.step();
        exchange.quotesReadable = true;
        rig.exits.close(CALL, "ann", exchange.now, exchange.now.plusSeconds(300));
        rig.steps(4);

        assertThat(exchange.orders.get(DAY_ENTRY))
                .extracting(BrokerOrder::status)
                .isEqualTo(OrderStatus.CANCELED);
        assertThat(exchange.held(CALL)).isZero();
        assertThat(rig.sold()).isEqualTo(2);
        assertThat(rig.sent()).allSatisfy(order -> assertThat(order.intent()).isEqualTo(PositionIntent.SELL_TO_CLOSE));
    }

    @Test
    void F29_X24_whatSomebodyElseSoldIsPricedFromTheActivities() {
        hold(2);
        exchange.streamTells = false;
        exchange.sells("by-hand", CALL, 2, "1.40");
        rig.steps(4);

        assertThat(rig.journal.closed).singleElement().satisfies(trade -> {
            assertThat(trade.reason()).isEqualTo(ExitReason.CLOSED_EXTERNALLY);
            assertThat(trade.realizedProfit()).isEqualTo(Money.of(80));
        });
        assertThat(rig.sent()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            quotes, snapshots, closes, heartbeat
            true,   false,     true,   true
            false,  true,      true,   true
            false,  false,     false,  false
            """)
    void X26_aStaleQuoteIsAskedForElsewhereAndAlarmedAtFifteenSeconds(
            boolean quotes, boolean snapshots, boolean closes, boolean heartbeat) {
        hold(2);
        exchange.quotesReadable = quotes;
        exchange.snapshotsReadable = snapshots;
        exchange.quote(CALL, "2.00", "2.05");
        rig.steps(3);
        assertThat(rig.journal.alerts.contains("no fresh quote: price rules do not run"))
                .isFalse();
        rig.steps(3);

        assertThat(exchange.held(CALL) == 0).isEqualTo(closes);
        assertThat(rig.journal.alerts.contains("no fresh quote: price rules do not run"))
                .isEqualTo(!closes);
        int before = rig.journal.heartbeats;
        rig.exits.heartbeat();
        assertThat(rig.journal.heartbeats > before).isEqualTo(heartbeat);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            bid,  ask
            0.60, 0.50
            0.50, 0.50
            0.00, 0.50
            0.50, 0.00
            0.00, 0.00
            """)
    void X27_aQuoteThatCannotBeIsDiscardedAndCounted(String bid, String ask) {
        hold(2);
        exchange.quote(CALL, bid, ask);
        rig.steps(2);
        assertThat(rig.sent()).isEmpty();
        assertThat(rig.exits.figures().discardedQuotes()).isPositive();
        assertThat(rig.meters.get("exits.quotes.discarded").functionCounter().count())
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void X48_twoManagersOnOneAccountEndFlatAndNeverShort(long seed) {
        ExitRig other = new ExitRig(exchange);
        hold(3);
        other.start(PositionMemory.NONE);
        Random random = new Random(seed);
        List<Fault> menu = List.of(Fault.values());
        for (int i = 0; i < 6; i++) {
            exchange.faults.add(menu.get(random.nextInt(menu.size())));
        }
        exchange.quote(CALL, "2.00", "2.05");
        for (int i = 0; i < 40; i++) {
            exchange.advance(exchange.now.plusSeconds(5));
            List<ExitRig> both = random.nextBoolean() ? List.of(rig, other) : List.of(other, rig);
            both.forEach(ExitRig::pass);
            both.forEach(ExitRig::drain);
        }

        assertThat(exchange.held(CALL)).as("seed " + seed).isZero();
        assertThat(rig.sold()).as("seed " + seed).isEqualTo(3);
        assertThat(exchange.orders.values().stream().filter(order -> order.side() == Side.SELL))
                .allSatisfy(order -> assertThat(order.status().isTerminal()).isTrue());
        assertThat(rig.journal.closed).extracting(ClosedTrade::quantity).containsExactly(3);
    }
}
