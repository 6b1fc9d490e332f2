package dev.opspipeline.positionmanager;

import static dev.opspipeline.positionmanager.ExitRig.CALL;
import static dev.opspipeline.positionmanager.ExitRig.DAY_ENTRY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.kafka.KafkaConnection;
import dev.opspipeline.adapters.kafka.TopicPublisher;
import dev.opspipeline.adapters.runtime.TraceStep;
import dev.opspipeline.positionmanager.kafka.KafkaPositionJournal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The last step of a recommendation, with nobody to publish to. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TracedCloseTest {

    private static final String ID = "NVDA-20260409T1431-CALL-trend1";

    private final List<TraceStep> steps = new ArrayList<>();
    private final SimulatedExchange exchange = ExitRig.exchange("2026-04-09T10:00:00");
    private final ExitRig rig = new ExitRig(
            exchange,
            new KafkaPositionJournal(
                    Tier.TINY,
                    "TEST",
                    "traced-1",
                    new TopicPublisher(new KafkaConnection("127.0.0.1:1", "traced", Map.of())),
                    () -> exchange.now,
                    steps::add));

    @Test
    void aCloseIsAStepFromItsTriggerToItsEnd() {
        enters(DAY_ENTRY);
        Instant triggered = hitsItsTarget();

        assertThat(exchange.held(CALL)).isZero();
        assertThat(steps).singleElement().satisfies(step -> {
            assertThat(step.name()).isEqualTo("close");
            assertThat(step.recommendation()).isEqualTo(ID);
            assertThat(step.tier()).isEqualTo(Tier.TINY);
            assertThat(step.cause()).isEqualTo("decide tiny " + ID);
            assertThat(step.from()).isEqualTo(triggered);
            assertThat(step.to()).isBetween(triggered, exchange.now);
            assertThat(step.data())
                    .isEqualTo(Map.of(
                            "reason", "TAKE_PROFIT_HIT", "order", "tiny.x.%s-%s.1".formatted(CALL.symbol(), ID)));
        });
    }

    @Test
    void whatWasNotOpenedHereHasNoTrace() {
        enters("by hand");
        rig.exits.flatten("test", true, "ann", exchange.now);
        rig.steps(3);

        assertThat(exchange.held(CALL)).isZero();
        assertThat(steps).isEmpty();
    }

    private void enters(String order) {
        exchange.quote(CALL, "1.00", "1.02");
        assertThat(rig.start(PositionMemory.NONE)).isTrue();
        exchange.buys(order, CALL, 2, "1.00");
        rig.drain();
        rig.step();
    }

    private Instant hitsItsTarget() {
        rig.at("2026-04-09T11:00:00");
        exchange.quote(CALL, "2.00", "2.05");
        rig.step();
        Instant triggered = exchange.now;
        rig.steps(2);
        return triggered;
    }
}
