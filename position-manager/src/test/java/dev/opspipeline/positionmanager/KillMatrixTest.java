package dev.opspipeline.positionmanager;

import static dev.opspipeline.positionmanager.ExitRig.CALL;
import static dev.opspipeline.positionmanager.ExitRig.DAY_ENTRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.exit.ClosedTrade;
import dev.opspipeline.exit.ExitReason;
import dev.opspipeline.money.Money;
import dev.opspipeline.positionmanager.SimulatedExchange.Fault;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Killed at each step of a close and started anew, with Kafka's memory or without: the same outcome, and no second sale. */
class KillMatrixTest {

    /** Where the process dies. */
    enum Step {
        BEFORE_THE_TRIGGER,
        BEFORE_THE_ORDER_LEFT,
        AFTER_THE_BROKER_TOOK_IT,
        WHILE_IT_RESTS,
        AFTER_A_PARTIAL_FILL,
        AFTER_THE_FILL,
        AFTER_EVERYTHING_WAS_TOLD
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    static Stream<Arguments> steps() {
        return Arrays.stream(Step.values())
                .flatMap(step -> Stream.of(true, false).map(memory -> Arguments.of(step, memory)));
    }

    @ParameterizedTest(name = "{0}, Kafka remembers: {1}")
    @MethodSource("steps")
    void X63_theOutcomeIsTheSameAndNothingIsSoldTwice(Step step, boolean remembers) {
        SimulatedExchange exchange = ExitRig.exchange("2026-04-09T10:00:00");
        ExitRig first = new ExitRig(exchange);
        exchange.quote(CALL, "1.00", "1.02");
        first.start(PositionMemory.NONE);
        exchange.buys(DAY_ENTRY, CALL, 3, "1.00");
        first.step();
        exchange.quote(CALL, "2.00", "2.05");

        die(step, exchange, first);

        exchange.beforeSubmit = () -> {};
        exchange.afterSubmit = () -> {};
        exchange.faults.clear();
        ExitRig second = new ExitRig(exchange);
        assertThat(second.start(remembers ? first.journal : PositionMemory.NONE))
                .isTrue();
        second.steps(12);

        assertThat(exchange.held(CALL)).isZero();
        assertThat(exchange.leastHeld).isZero();
        assertThat(second.sold()).isEqualTo(3);
        assertThat(exchange.submitted.stream()
                        .map(OrderRequest::clientOrderId)
                        .distinct()
                        .count())
                .as("one id for each order that the broker took, whoever sent it")
                .isEqualTo(exchange.orders.size() - 1);
        if (remembers || step != Step.AFTER_THE_FILL) {
            assertThat(Stream.concat(first.journal.closed.stream(), second.journal.closed.stream()))
                    .singleElement()
                    .satisfies(KillMatrixTest::assertSame);
        }
    }

    private static void assertSame(ClosedTrade trade) {
        assertThat(trade.quantity()).isEqualTo(3);
        assertThat(trade.realizedProfit()).isEqualTo(Money.of(300));
        assertThat(trade.reason()).isEqualTo(ExitReason.TAKE_PROFIT_HIT);
    }

    private static void die(Step step, SimulatedExchange exchange, ExitRig rig) {
        switch (step) {
            case BEFORE_THE_TRIGGER -> {}
            case BEFORE_THE_ORDER_LEFT -> {
                exchange.beforeSubmit = KillMatrixTest::kill;
                assertThatThrownBy(rig::step).isInstanceOf(Killed.class);
                exchange.submitted.clear();
            }
            case AFTER_THE_BROKER_TOOK_IT -> {
                exchange.faults.add(Fault.RESTS);
                exchange.afterSubmit = KillMatrixTest::kill;
                assertThatThrownBy(rig::step).isInstanceOf(Killed.class);
            }
            case WHILE_IT_RESTS -> {
                exchange.faults.add(Fault.RESTS);
                rig.step();
            }
            case AFTER_A_PARTIAL_FILL -> {
                exchange.faults.add(Fault.PARTIAL);
                rig.step();
            }
            case AFTER_THE_FILL -> {
                exchange.afterSubmit = KillMatrixTest::kill;
                assertThatThrownBy(rig::step).isInstanceOf(Killed.class);
            }
            case AFTER_EVERYTHING_WAS_TOLD -> rig.steps(2);
        }
        rig.kill();
    }

    private static void kill() {
        throw new Killed();
    }
}
