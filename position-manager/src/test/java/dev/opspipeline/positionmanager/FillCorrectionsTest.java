package dev.opspipeline.positionmanager;

import static dev.opspipeline.positionmanager.ExitRig.CALL;
import static dev.opspipeline.positionmanager.ExitRig.DAY_ENTRY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.exit.ClosedTrade;
import dev.opspipeline.exit.ExitPlan;
import dev.opspipeline.exit.PositionRecord.State;
import dev.opspipeline.money.Money;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The broker takes back what it had told, or changes it: positions and profits follow, and somebody is told. */
class FillCorrectionsTest {

    private static final String ALARM = "broker changed a fill";
    private static final String CLOSE = "tiny.x.NVDA260417C00190000-NVDA-20260409T1431-CALL-trend1.1";

    private final SimulatedExchange exchange = ExitRig.exchange("2026-04-09T10:00:00");
    private final Money before = exchange.cash;
    private final ExitRig rig = new ExitRig(exchange);

    @AfterEach
    void neverShortAndNobodyPuzzled() {
        assertThat(exchange.leastHeld).isZero();
        assertThat(rig.journal.alerts).containsOnly(ALARM);
    }

    private void hold() {
        exchange.quote(CALL, "1.00", "1.02");
        rig.start(PositionMemory.NONE);
        exchange.buys(DAY_ENTRY, CALL, 2, "1.00");
        rig.step();
    }

    private void sell() {
        exchange.quote(CALL, "2.00", "2.05");
        rig.step();
        assertThat(rig.journal.closed).hasSize(1);
        exchange.quote(CALL, "1.20", "1.22");
        rig.step();
    }

    private void correct(String order, int stands, String price) {
        exchange.corrects(order, stands, price);
        rig.drain();
        rig.steps(2);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            stands, held
            0,      2
            1,      1
            2,      0
            """)
    void X17_aSaleTakenBackIsHeldAgainUnderItsOldPlanAndItsTradeIsToldAnew(int stands, int held) {
        hold();
        ExitPlan plan = rig.journal.plan();
        sell();
        correct(CLOSE, stands, "1.90");

        assertThat(rig.journal.closed).hasSize(2);
        assertThat(rig.journal.closed.getLast()).satisfies(trade -> {
            assertThat(trade.closeOrderId()).isEqualTo(CLOSE);
            assertThat(trade.quantity()).isEqualTo(stands);
            assertThat(trade.realizedProfit()).isEqualTo(Money.of(90L * stands));
            assertThat(trade.closedAt()).isEqualTo(rig.journal.closed.getFirst().closedAt());
        });
        assertThat(rig.meters
                        .get("exits.closed")
                        .tag("reason", "TAKE_PROFIT_HIT")
                        .counter()
                        .count())
                .as("one position was closed, whatever it earned")
                .isEqualTo(1);
        assertThat(rig.exits.figures().held()).isEqualTo(held == 0 ? 0 : 1);
        if (held > 0) {
            assertThat(rig.journal.positions.getLast()).satisfies(position -> {
                assertThat(position.quantity()).isEqualTo(held);
                assertThat(position.state()).isEqualTo(State.OPEN);
                assertThat(position.averagePrice()).isEqualTo(Money.of("1.00"));
                assertThat(position.plan()).isEqualTo(plan);
            });
            exchange.quote(CALL, "2.00", "2.05");
            rig.steps(3);
        }
        assertThat(exchange.held(CALL)).isZero();
        assertThat(profitLastTold()).isEqualTo(exchange.cash.minus(before));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            afterItWasSold
            false
            true
            """)
    void X17_whatTheEntryCostAfterAllIsWhatTheProfitIsCountedFrom(boolean afterItWasSold) {
        hold();
        if (afterItWasSold) {
            sell();
            correct(DAY_ENTRY, 2, "1.10");
        } else {
            correct(DAY_ENTRY, 2, "1.10");
            sell();
        }
        assertThat(rig.journal.closed.getLast().entryPrice()).isEqualTo(Money.of("1.10"));
        assertThat(rig.journal.closed.getLast().realizedProfit()).isEqualTo(Money.of(180));
        assertThat(profitLastTold()).isEqualTo(exchange.cash.minus(before));
    }

    @Test
    void X17_anEntryTakenBackLeavesNothingToLookAfter() {
        hold();
        correct(DAY_ENTRY, 0, "1.00");
        assertThat(rig.exits.figures().held()).isZero();
        assertThat(rig.journal.positions.getLast().state()).isEqualTo(State.CLOSED);
        assertThat(rig.journal.closed).isEmpty();
        exchange.quote(CALL, "2.00", "2.05");
        rig.steps(2);
        assertThat(rig.sent()).isEmpty();
    }

    @Test
    void X16_X17_aCorrectionToldTwiceIsTakenOnce() {
        hold();
        sell();
        correct(CLOSE, 1, "2.00");
        correct(CLOSE, 1, "2.00");
        assertThat(rig.journal.closed).hasSize(2);
        assertThat(rig.journal.alerts).containsExactly(ALARM);
        assertThat(exchange.held(CALL)).isEqualTo(1);
        assertThat(rig.journal.positions.getLast().quantity()).isEqualTo(1);
    }

    @Test
    void X17_afterARestartASaleTakenBackIsOursAgainAndTheAlarmSaysThatNoTradeWasCorrected() {
        hold();
        sell();
        rig.kill();
        ExitRig second = new ExitRig(exchange);
        assertThat(second.start(rig.journal)).isTrue();
        exchange.corrects(CLOSE, 0, "2.00");
        second.drain();
        second.steps(2);
        assertThat(second.journal.closed).isEmpty();
        assertThat(second.journal.positions.getLast()).satisfies(position -> {
            assertThat(position.quantity()).isEqualTo(2);
            assertThat(position.entryReference()).isEqualTo("NVDA-20260409T1431-CALL-trend1");
            assertThat(Objects.requireNonNull(position.plan()).entryPrice()).isEqualTo(Money.of("1.00"));
        });
        rig.journal.alerts.addAll(second.journal.alerts);
    }

    private Money profitLastTold() {
        Map<String, Money> last = new LinkedHashMap<>();
        for (ClosedTrade trade : rig.journal.closed) {
            last.put(trade.closeOrderId(), trade.realizedProfit());
        }
        return last.values().stream().reduce(Money.ZERO, Money::plus);
    }
}
