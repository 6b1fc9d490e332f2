package dev.opspipeline.positionmanager;

import static dev.opspipeline.positionmanager.ExitRig.CALL;
import static dev.opspipeline.positionmanager.ExitRig.DAY_ENTRY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.exit.ExitReason;
import dev.opspipeline.money.Money;
import dev.opspipeline.positionmanager.SimulatedExchange.Fault;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Fills that no stream told of: what they fetched is asked for, and never taken from those that were seen. */
class UnseenFillsTest {

    private final SimulatedExchange exchange = ExitRig.exchange("2026-04-09T10:00:00");
    private final ExitRig rig = new ExitRig(exchange);

    @Test
    void F36_theRestOfAPartialFillIsPricedByTheOrderAndNotByItsFirstFill() {
        exchange.quote(CALL, "1.00", "1.02");
        rig.start(PositionMemory.NONE);
        exchange.buys(DAY_ENTRY, CALL, 3, "1.00");
        rig.step();
        exchange.streamTells = false;
        exchange.faults.add(Fault.PARTIAL);
        exchange.quote(CALL, "2.06", "2.10");
        rig.steps(2);
        assertThat(exchange.held(CALL)).isEqualTo(2);
        exchange.quote(CALL, "2.02", "2.05");
        assertThat(exchange.held(CALL)).isZero();
        rig.steps(5);

        assertThat(rig.journal.closed).singleElement().satisfies(trade -> {
            assertThat(trade.realizedProfit()).isEqualTo(Money.of(310));
            assertThat(trade.reason()).isEqualTo(ExitReason.TAKE_PROFIT_HIT);
        });
        assertThat(rig.sent()).hasSize(1);
        assertThat(rig.journal.alerts).doesNotContain("position was closed elsewhere");
    }

    @Test
    void F36_aCloseThatEndedUnfilledIsNotTakenForTheSaleOfAPersonThatNobodySaw() {
        exchange.quote(CALL, "1.00", "1.02");
        rig.start(PositionMemory.NONE);
        exchange.buys(DAY_ENTRY, CALL, 1, "1.00");
        rig.step();
        exchange.streamTells = false;
        exchange.faults.add(Fault.RESTS);
        exchange.quote(CALL, "2.06", "2.10");
        rig.steps(2);
        String close = rig.sent().getFirst().clientOrderId().value();
        exchange.cancel(Objects.requireNonNull(exchange.orders.get(close)).id());
        exchange.sells("by-hand", CALL, 1, "2.00");
        rig.steps(10);

        assertThat(rig.journal.closed)
                .singleElement()
                .satisfies(trade -> assertThat(trade.realizedProfit()).isEqualTo(Money.of(100)));
        assertThat(rig.journal.alerts).contains("position was closed elsewhere");
        assertThat(exchange.leastHeld).isZero();
    }

    @Test
    void F36_anAverageThatHadToBeRoundedCostsNoCent() {
        exchange.quote(CALL, "2.14", "2.16");
        rig.start(PositionMemory.NONE);
        exchange.buys(DAY_ENTRY, CALL, 5, "2.16");
        exchange.buys(DAY_ENTRY.replace(".e1", ".e2"), CALL, 4, "2.14");
        rig.step();
        exchange.quote(CALL, "4.40", "4.45");
        rig.steps(5);

        assertThat(rig.journal.closed)
                .singleElement()
                .satisfies(trade -> assertThat(trade.realizedProfit()).isEqualTo(Money.of(2024)));
    }
}
