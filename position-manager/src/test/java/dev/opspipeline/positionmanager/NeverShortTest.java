package dev.opspipeline.positionmanager;

import static dev.opspipeline.positionmanager.ExitRig.CALL;
import static dev.opspipeline.positionmanager.ExitRig.DAY_ENTRY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.account.OrderStatus;
import dev.opspipeline.exit.PositionRecord.State;
import dev.opspipeline.positionmanager.SimulatedExchange.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** At a broker that would sell what is not held, the account still never goes short: the quantities are right by themselves. */
class NeverShortTest {

    private final SimulatedExchange exchange = ExitRig.exchange("2026-04-09T10:00:00");
    private final ExitRig rig = new ExitRig(exchange);

    @BeforeEach
    void holdThree() {
        exchange.quote(CALL, "1.00", "1.02");
        rig.start(PositionMemory.NONE);
        exchange.buys(DAY_ENTRY, CALL, 3, "1.00");
        rig.step();
    }

    @AfterEach
    void neverShort() {
        assertThat(exchange.leastHeld).isZero();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            byHand, ours
            1,      2
            2,      1
            """)
    void F02_X24_whatIsBeingSoldByHandIsNotSoldASecondTime(int byHand, int ours) {
        exchange.restsToSell("by-hand", CALL, byHand, "2.50");
        exchange.quote(CALL, "2.00", "2.05");
        rig.steps(2);
        assertThat(rig.sent()).extracting(OrderRequest::quantity).containsExactly(ours);

        exchange.quote(CALL, "2.50", "2.55");
        rig.steps(4);
        assertThat(exchange.held(CALL)).isZero();
        assertThat(rig.sent()).hasSize(1);
    }

    @Test
    void F02_X24_whatIsAllBeingSoldByHandIsNotSoldASecondTimeUntilThatIsCancelled() {
        exchange.restsToSell("by-hand", CALL, 3, "2.50");
        exchange.quote(CALL, "2.00", "2.05");
        rig.steps(2);
        assertThat(rig.sent()).isEmpty();

        rig.steps(4);
        assertThat(exchange.orders.get("by-hand"))
                .extracting(BrokerOrder::status)
                .isEqualTo(OrderStatus.CANCELED);
        assertThat(rig.sent()).extracting(OrderRequest::quantity).containsExactly(3);
        assertThat(exchange.held(CALL)).isZero();
    }

    @Test
    void X13_X14_whatAPartialFillLeftIsAllThatIsSoldNext() {
        exchange.faults.add(Fault.PARTIAL);
        exchange.quote(CALL, "2.00", "2.05");
        rig.steps(8);
        assertThat(rig.sent()).extracting(OrderRequest::quantity).containsExactly(3, 2);
        assertThat(exchange.held(CALL)).isZero();
    }

    @Test
    void F39_oneListOfPositionsEmptyByErrorStartsNothing() {
        int asked = exchange.activitiesAsked;
        exchange.positionsListedEmpty = true;
        rig.step();
        exchange.positionsListedEmpty = false;
        rig.steps(2);

        assertThat(exchange.activitiesAsked).isEqualTo(asked);
        assertThat(rig.sent()).isEmpty();
        assertThat(rig.journal.alerts).containsOnly("book and broker differ");
        assertThat(rig.journal.positions).extracting(record -> record.state()).containsOnly(State.OPEN);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            readings, passes
            1,        1
            3,        2
            """)
    void F39_listsOfOpenOrdersEmptyByErrorSendNoSecondOrder(int readings, int passes) {
        exchange.faults.add(Fault.RESTS);
        exchange.quote(CALL, "2.00", "2.05");
        rig.step();
        assertThat(rig.sent()).hasSize(1);

        exchange.openOrdersListedEmpty = readings;
        rig.steps(passes);
        exchange.quote(CALL, "2.00", "2.05");
        rig.steps(4);
        assertThat(rig.sent()).hasSize(1);
        assertThat(exchange.held(CALL)).isZero();
    }
}
