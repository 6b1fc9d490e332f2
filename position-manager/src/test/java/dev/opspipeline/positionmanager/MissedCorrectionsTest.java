package dev.opspipeline.positionmanager;

import static dev.opspipeline.positionmanager.ExitRig.CALL;
import static dev.opspipeline.positionmanager.ExitRig.DAY_ENTRY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Tier;
import dev.opspipeline.exit.ClosedTrade;
import dev.opspipeline.exit.ExitPlan;
import dev.opspipeline.exit.ExitPolicy;
import dev.opspipeline.exit.ExitPolicy.Adopt;
import dev.opspipeline.exit.ExitReason;
import dev.opspipeline.exit.PositionRecord.State;
import dev.opspipeline.money.Money;
import dev.opspipeline.positionmanager.SimulatedExchange.Fault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The broker takes fills back while the stream is down: the list of orders and the list of positions say so together. */
class MissedCorrectionsTest {

    private static final String CORRECTED = "broker changed a fill";
    private static final String DIFFERENT = "book and broker differ";
    private static final String ENTRY = "NVDA-20260409T1431-CALL-trend1";
    private static final String CLOSE = "tiny.x.NVDA260417C00190000-" + ENTRY + ".1";

    private final SimulatedExchange exchange = ExitRig.exchange("2026-04-09T10:00:00");
    private final Money before = exchange.cash;
    private final ExitRig rig = new ExitRig(exchange);

    @AfterEach
    void neverShortAndTheAccountAddsUp() {
        assertThat(exchange.leastHeld).isZero();
        assertThat(exchange.held(CALL)).isZero();
        assertThat(profitLastTold()).isEqualTo(exchange.cash.minus(before));
    }

    private void hold(int quantity) {
        exchange.quote(CALL, "1.00", "1.02");
        rig.start(PositionMemory.NONE);
        exchange.buys(DAY_ENTRY, CALL, quantity, "1.00");
        rig.step();
    }

    private void sell() {
        exchange.quote(CALL, "2.00", "2.05");
        rig.steps(2);
        exchange.quote(CALL, "1.20", "1.22");
        rig.step();
    }

    private void missed(String order, int stands, String price) {
        exchange.streamTells = false;
        exchange.corrects(order, stands, price);
    }

    /** The stream is back, and asks what it missed. */
    private void reconnect() {
        exchange.streamTells = true;
        rig.exits.streamConnected();
        rig.steps(2);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            stands, price
            0,      1.90
            1,      1.90
            2,      1.90
            """)
    void X17_X28_aSaleTakenBackIsHeldAgainUnderItsOldPlanAndItsTradeIsToldAnew(int stands, String price) {
        hold(2);
        ExitPlan plan = rig.journal.plan();
        sell();
        missed(CLOSE, stands, price);
        rig.step();
        reconnect();

        assertThat(rig.journal.closed).hasSize(2);
        assertThat(rig.journal.closed.getLast()).satisfies(trade -> {
            assertThat(trade.closeOrderId()).isEqualTo(CLOSE);
            assertThat(trade.quantity()).isEqualTo(stands);
            assertThat(trade.realizedProfit()).isEqualTo(Money.of(90L * stands));
            assertThat(trade.closedAt()).isEqualTo(rig.journal.closed.getFirst().closedAt());
        });
        assertThat(rig.journal.alerts).contains(CORRECTED).containsOnlyOnce(CORRECTED);
        if (stands < 2) {
            assertThat(rig.journal.positions.getLast()).satisfies(position -> {
                assertThat(position.entryReference()).isEqualTo(ENTRY);
                assertThat(position.quantity()).isEqualTo(2 - stands);
                assertThat(position.state()).isEqualTo(State.OPEN);
                assertThat(position.plan()).isEqualTo(plan);
            });
            sell();
        }
        assertThat(rig.journal.closed.getLast().quantity()).isEqualTo(stands < 2 ? 2 - stands : 2);
        assertThat(rig.exits.figures().held()).isZero();
    }

    @Test
    void X17_X28_whileTheStreamStaysAwayTheListsAloneBringTheOldPlanBackInTheNextPass() {
        hold(2);
        ExitPlan plan = rig.journal.plan();
        sell();
        exchange.advance(exchange.now.plusSeconds(3600));
        reconnect();
        missed(CLOSE, 0, "2.00");
        rig.step();
        assertThat(rig.journal.positions.getLast().plan()).isEqualTo(plan);
        assertThat(rig.journal.alerts).startsWith(DIFFERENT, CORRECTED).containsOnlyOnce(CORRECTED);
        sell();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            bought, stands, sold
            2,      0,      0
            2,      1,      1
            3,      2,      2
            """)
    void X17_X28_anEntryTakenBackLeavesWhatStandsOfIt(int bought, int stands, int sold) {
        hold(bought);
        missed(DAY_ENTRY, stands, "1.00");
        rig.steps(3);
        assertThat(rig.exits.figures().held()).isEqualTo(stands > 0 ? 1 : 0);
        if (stands == 0) {
            assertThat(rig.journal.positions.getLast().state()).isEqualTo(State.CLOSED);
        }
        sell();
        rig.steps(3);
        assertThat(rig.sold()).isEqualTo(sold);
        assertThat(rig.exits.figures().held()).isZero();
        assertThat(rig.journal.closed).hasSize(stands > 0 ? 1 : 0);
        assertThat(rig.journal.alerts).startsWith(DIFFERENT, CORRECTED).containsOnlyOnce(CORRECTED);
    }

    @Test
    void X17_aPartOfASaleTakenBackBelongsToThePositionItWasSoldFrom() {
        hold(3);
        exchange.faults.add(Fault.PARTIAL);
        exchange.quote(CALL, "2.00", "2.05");
        rig.step();
        assertThat(exchange.held(CALL)).isEqualTo(2);
        exchange.cancel(Objects.requireNonNull(exchange.orders.get(CLOSE)).id());
        rig.drain();
        missed(CLOSE, 0, "2.00");
        rig.steps(10);
        assertThat(rig.journal.closed).singleElement().satisfies(trade -> {
            assertThat(trade.quantity()).isEqualTo(3);
            assertThat(trade.realizedProfit()).isEqualTo(Money.of(300));
        });
    }

    @Test
    void F39_X17_whoCannotAskHasNotBeenToldAnything() {
        hold(2);
        sell();
        exchange.readable = false;
        missed(CLOSE, 0, "2.00");
        rig.steps(20);
        assertThat(rig.journal.closed).hasSize(1);
        assertThat(rig.journal.alerts).isEmpty();
        assertThat(rig.exits.figures().held()).isZero();

        exchange.readable = true;
        rig.step();
        assertThat(rig.journal.closed).hasSize(2);
        assertThat(rig.exits.figures().held()).isEqualTo(1);
        sell();
    }

    @Test
    void F28_X17_aListOfPositionsThatIsEmptyByMistakeTakesNoEntryBack() {
        hold(2);
        exchange.positionsListedEmpty = true;
        rig.steps(5);
        exchange.positionsListedEmpty = false;
        rig.step();
        assertThat(rig.exits.figures().held()).isEqualTo(1);
        assertThat(rig.journal.alerts).doesNotContain(CORRECTED);
        sell();
    }

    @Test
    void X17_X24_whatAnOperatorSellsMeanwhileIsSoldOnceAndCountsForTheEntry() {
        hold(2);
        sell();
        exchange.ordersFail = true;
        missed(CLOSE, 0, "2.00");
        exchange.streamTells = true;
        rig.step();
        assertThat(rig.journal.positions.getLast().entryReference()).isEqualTo("external");
        exchange.faults.add(Fault.RESTS);
        rig.exits.close(CALL, "somebody", exchange.now, exchange.now.plusSeconds(60));
        rig.drain();
        assertThat(liveCloses()).isEqualTo(1);
        exchange.ordersFail = false;
        rig.step();
        assertThat(rig.journal.positions.getLast().entryReference()).isEqualTo(ENTRY);
        assertThat(liveCloses()).isEqualTo(1);
        rig.steps(6);

        assertThat(rig.journal.closed.getLast()).satisfies(trade -> {
            assertThat(trade.entryReference()).isEqualTo(ENTRY);
            assertThat(trade.reason()).isEqualTo(ExitReason.OPERATOR);
        });
    }

    @Test
    void X17_X45_aPlanMadeForAStrangersPositionGivesWayWhenItTurnsOutToBeOurs() {
        hold(2);
        sell();
        rig.kill();
        ExitRig second = new ExitRig(exchange);
        second.start(PositionMemory.NONE);
        ExitPolicy table = ExitPolicy.of(Tier.TINY);
        second.exits.policy(new ExitPolicy("test", table.day(), table.swing(), Adopt.LONG_OPTIONS, false));
        exchange.ordersFail = true;
        missed(CLOSE, 0, "2.00");
        second.steps(2);
        assertThat(second.journal.plan().entryPrice()).as("what it is worth").isEqualTo(Money.of("1.20"));
        exchange.ordersFail = false;
        second.step();
        assertThat(second.journal.plan().entryPrice()).isEqualTo(Money.of("1.00"));
        assertThat(second.journal.positions.getLast().entryReference()).isEqualTo(ENTRY);

        exchange.quote(CALL, "2.00", "2.05");
        second.steps(4);
        rig.journal.closed.clear();
        rig.journal.closed.addAll(second.journal.closed);
    }

    private long liveCloses() {
        return exchange.orders.values().stream()
                .filter(order -> order.clientOrderId().startsWith("tiny.x.")
                        && !order.status().isTerminal())
                .count();
    }

    private Money profitLastTold() {
        Map<String, Money> last = new LinkedHashMap<>();
        for (ClosedTrade trade : rig.journal.closed) {
            last.put(trade.closeOrderId(), trade.realizedProfit());
        }
        return last.values().stream().reduce(Money.ZERO, Money::plus);
    }
}
