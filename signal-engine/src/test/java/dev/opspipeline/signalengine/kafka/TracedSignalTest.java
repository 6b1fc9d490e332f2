package dev.opspipeline.signalengine.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.adapters.kafka.KafkaConnection;
import dev.opspipeline.adapters.kafka.TopicPublisher;
import dev.opspipeline.adapters.runtime.TraceStep;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Action;
import dev.opspipeline.signal.Confidence;
import dev.opspipeline.signal.Features;
import dev.opspipeline.signal.Recommendation;
import dev.opspipeline.signal.RecommendationId;
import dev.opspipeline.signal.Strategy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TracedSignalTest {

    private static final Instant BAR = Instant.parse("2026-04-09T14:31:00Z");

    @Test
    void aRecommendationIsTheFirstStepFromTheEndOfItsBar() {
        List<TraceStep> steps = new ArrayList<>();
        Instant published = BAR.plusSeconds(61);
        KafkaSignalJournal journal = new KafkaSignalJournal(
                new TopicPublisher(new KafkaConnection("127.0.0.1:1", "traced", Map.of())),
                () -> published,
                steps::add);

        journal.recommended(new Recommendation(
                new RecommendationId("NVDA-20260409T1431-CALL-trend1"),
                new Ticker("NVDA"),
                Action.BUY_CALL,
                Strategy.DAY,
                "trend1",
                0.83,
                4.0,
                Money.of(100),
                new Features(99.5, 99.0, 0.005, 1, 1.0, 2.4, Double.NaN),
                new Confidence(0.9, 1.15, 0.8, 1.0, 1.0),
                null,
                null,
                BAR,
                BAR.plusSeconds(60),
                BAR.plusSeconds(360)));

        assertThat(steps)
                .containsExactly(new TraceStep(
                        "recommend",
                        "NVDA-20260409T1431-CALL-trend1",
                        null,
                        "recommend NVDA-20260409T1431-CALL-trend1",
                        null,
                        BAR.plusSeconds(60),
                        published,
                        Map.of()));
    }
}
