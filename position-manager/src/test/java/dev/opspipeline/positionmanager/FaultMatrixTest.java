package dev.opspipeline.positionmanager;

import static dev.opspipeline.positionmanager.ExitRig.CALL;
import static dev.opspipeline.positionmanager.ExitRig.DAY_ENTRY;
import static dev.opspipeline.positionmanager.ExitRig.EXPIRES_TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.EntryFill;
import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.kafka.KafkaConnection;
import dev.opspipeline.adapters.kafka.TopicPublisher;
import dev.opspipeline.adapters.runtime.Traces;
import dev.opspipeline.exit.ExitReason;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import dev.opspipeline.positionmanager.kafka.KafkaPositionJournal;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.ControlScope;
import dev.opspipeline.risk.TradingState;
import dev.opspipeline.signal.RecommendationId;
import dev.opspipeline.signal.Strategy;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever else is up or down, a position is closed at the broker, for the right reason, within two clock steps of its trigger,
 * and once. Kafka that is down is a real publisher without a broker behind it.
 */
class FaultMatrixTest {

    private static final String DOCUMENT = """
            { // what the operators wrote before the store went away
              "account_tier": "tiny", "trailing_arm_pct": 0.30, "trailing_give_back_pct": 0.40 }
            """;

    private static TopicPublisher nobodyListens;

    /** What makes the position be closed: moves the market there and says when the trigger was met. */
    enum Trigger {
        STOP(ExitReason.STOP_LOSS_HIT),
        TARGET(ExitReason.TAKE_PROFIT_HIT),
        TRAILING(ExitReason.TRAILING_STOP),
        MAX_HOLD(ExitReason.MAX_HOLD_TIME),
        END_OF_DAY(ExitReason.END_OF_DAY),
        EXPIRY(ExitReason.EXPIRATION_RISK);

        private final ExitReason reason;

        Trigger(ExitReason reason) {
            this.reason = reason;
        }

        OptionContract contract() {
            return this == EXPIRY ? EXPIRES_TODAY : CALL;
        }

        /** A time stop needs a whole day; those of price come an hour after the entry. */
        String entryAt() {
            return this == MAX_HOLD ? "2026-04-09T09:36:00" : "2026-04-09T10:00:00";
        }

        Instant meet(ExitRig rig) {
            SimulatedExchange exchange = rig.exchange;
            return switch (this) {
                case STOP -> {
                    rig.at("2026-04-09T11:00:00");
                    exchange.quote(CALL, "0.50", "0.52");
                    rig.step();
                    yield exchange.now.plusSeconds(2);
                }
                case TARGET -> {
                    rig.at("2026-04-09T11:00:00");
                    exchange.quote(CALL, "2.00", "2.05");
                    yield exchange.now;
                }
                case TRAILING -> {
                    rig.at("2026-04-09T11:00:00");
                    exchange.quote(CALL, "1.50", "1.55");
                    rig.steps(2);
                    assertThat(rig.sent()).isEmpty();
                    exchange.quote(CALL, "1.30", "1.35");
                    yield exchange.now;
                }
                case MAX_HOLD -> time(rig, "2026-04-09T15:35:55", "2026-04-09T15:36:00");
                case END_OF_DAY -> time(rig, "2026-04-09T15:44:55", "2026-04-09T15:45:00");
                case EXPIRY -> time(rig, "2026-04-09T14:59:55", "2026-04-09T15:00:00");
            };
        }

        private Instant time(ExitRig rig, String before, String due) {
            rig.at(before);
            assertThat(rig.sent()).as("not a step too early").isEmpty();
            return ExitRig.newYork(due);
        }
    }

    @BeforeAll
    static void nobody() {
        nobodyListens = new TopicPublisher(new KafkaConnection("127.0.0.1:1", "matrix", Map.of()));
    }

    static Stream<Arguments> cells() {
        return Arrays.stream(Trigger.values())
                .flatMap(trigger -> bools().flatMap(kafka -> bools().flatMap(store -> bools().flatMap(dispatcher ->
                        bools().map(console -> Arguments.of(trigger, kafka, store, dispatcher, console))))));
    }

    private static Stream<Boolean> bools() {
        return Stream.of(true, false);
    }

    @ParameterizedTest(name = "{0}: Kafka {1}, store {2}, dispatcher {3}, console {4}")
    @MethodSource("cells")
    void X20_X21_X22_theExitNeedsTheBrokerAndNothingElse(
            Trigger trigger, boolean kafka, boolean store, boolean dispatcher, boolean console) {
        SimulatedExchange exchange = ExitRig.exchange(trigger.entryAt());
        PositionJournal unheard =
                new KafkaPositionJournal(Tier.TINY, "TEST", "matrix-1", nobodyListens, () -> exchange.now, Traces.OFF);
        ExitRig rig = new ExitRig(exchange, kafka ? null : unheard);
        exchange.quote(trigger.contract(), "1.00", "1.02");
        assertThat(rig.start(rig.journal)).isTrue();
        rig.parameters.read(DOCUMENT, "1", "none");
        exchange.buys(DAY_ENTRY, trigger.contract(), 2, "1.00");
        rig.drain();
        rig.step();
        if (dispatcher) {
            rig.exits.entryFilled(fill(trigger.contract(), exchange.now));
        }
        if (store) {
            rig.parameters.read(DOCUMENT, "1", "halt_entries");
        }
        if (console) {
            rig.controls.take(new Control.SetState(
                    new ControlScope(Tier.TINY), TradingState.HALTED, "ann", "lunch", exchange.now));
        }

        Instant due = trigger.meet(rig);
        rig.steps(3);

        assertThat(rig.sent()).hasSize(1);
        assertThat(exchange.submittedAt.getFirst()).isBetween(due, due.plusSeconds(10));
        assertThat(exchange.held(trigger.contract())).isZero();
        assertThat(exchange.leastHeld).isZero();
        assertThat(rig.sold()).isEqualTo(2);
        assertThat(reasonMeasured(rig)).isEqualTo(trigger.reason);
        if (kafka) {
            assertThat(rig.journal.closed).singleElement().satisfies(trade -> {
                assertThat(trade.reason()).isEqualTo(trigger.reason);
                assertThat(trade.entry() != null).isEqualTo(dispatcher);
            });
        }
    }

    static Stream<Arguments> coldCells() {
        return cells().filter(cell -> {
            List<Object> values = Arrays.asList(cell.get());
            // Nobody can know of a trailing stop whose document has never been read.
            return values.get(0) != Trigger.TRAILING && !(Boolean) values.get(3) && !(Boolean) values.get(4);
        });
    }

    @ParameterizedTest(name = "{0}: Kafka {1}, store {2}, dispatcher {3}, console {4}")
    @MethodSource("coldCells")
    void X20_F40_startedAnewWithAllOfItDownItFindsItsWayFromTheBroker(
            Trigger trigger, boolean kafka, boolean store, boolean dispatcher, boolean console) {
        SimulatedExchange exchange = ExitRig.exchange(trigger.entryAt());
        ExitRig first = new ExitRig(exchange);
        exchange.quote(trigger.contract(), "1.00", "1.02");
        first.start(PositionMemory.NONE);
        exchange.buys(DAY_ENTRY, trigger.contract(), 2, "1.00");
        first.drain();
        first.step();
        first.kill();

        ExitRig rig = new ExitRig(exchange);
        assertThat(rig.start(kafka ? first.journal : PositionMemory.NONE)).isTrue();
        if (store) {
            rig.parameters.read(DOCUMENT, "1", null);
        }
        Instant due = trigger.meet(rig);
        rig.steps(3);

        assertThat(rig.sent()).hasSize(1);
        assertThat(exchange.submittedAt.getFirst()).isBetween(due, due.plusSeconds(10));
        assertThat(exchange.held(trigger.contract())).isZero();
        assertThat(exchange.leastHeld).isZero();
        assertThat(rig.journal.closed)
                .singleElement()
                .satisfies(trade -> assertThat(trade.reason()).isEqualTo(trigger.reason));
    }

    private static ExitReason reasonMeasured(ExitRig rig) {
        return Arrays.stream(ExitReason.values())
                .filter(reason -> rig.meters
                                .find("exits.closed")
                                .tag("reason", reason.name())
                                .counter()
                        != null)
                .findFirst()
                .orElseThrow();
    }

    private static EntryFill fill(OptionContract contract, Instant at) {
        return new EntryFill(
                "X-1",
                new RecommendationId("NVDA-20260409T1431-CALL-trend1"),
                DAY_ENTRY,
                contract,
                2,
                Money.of("1.00"),
                Strategy.DAY,
                at,
                Money.of(1804),
                Money.of("270.60"));
    }
}
