package dev.opspipeline.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.adapters.runtime.TraceStep;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.ControlScope;
import dev.opspipeline.risk.TradingState;
import dev.opspipeline.signal.Recommendation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From a recommendation over the decision to the end of its order, step by step. */
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TracedEntryTest {

    private static final String ID = "NVDA-20260409T1431-CALL-trend1";
    private static final String ORDER = "large.d." + ID + ".e1";

    private final Desk desk = Desk.opened();

    @AfterEach
    void closes() {
        desk.close();
    }

    @Test
    void anEntryIsADecisionAndAnOrderThatFollowsFromIt() {
        Instant made = desk.clock.now();
        Recommendation recommendation = Signals.call("NVDA", made);
        desk.clock.advance(Duration.ofSeconds(2));
        desk.handle(List.of(recommendation));
        assertThat(desk.post.steps).as("the order is not over").hasSize(1);
        desk.clock.advance(Duration.ofSeconds(3));
        desk.post.onThread(() -> desk.exchange.fillAll().forEach(desk.post.dispatcher::updated));

        TraceStep signal = TraceStep.recommended(recommendation, made);
        TraceStep decision = desk.post.steps.getFirst();
        assertThat(decision)
                .isEqualTo(new TraceStep(
                        "decide",
                        ID,
                        TradingPost.TIER,
                        "decide large " + ID,
                        signal.id(),
                        made,
                        made.plusSeconds(2),
                        Map.of("outcome", "TRADE")));
        assertThat(desk.post.steps)
                .hasSize(2)
                .last()
                .isEqualTo(new TraceStep(
                        "order",
                        ID,
                        TradingPost.TIER,
                        "order " + ORDER,
                        decision.id(),
                        made.plusSeconds(2),
                        made.plusSeconds(5),
                        Map.of("order", ORDER, "state", "FILLED")));
    }

    @Test
    void aRefusalIsADecisionWithItsFirstReasonAndSeenAgainNothing() {
        desk.say(new Control.SetState(
                ControlScope.of(TradingPost.TIER), TradingState.REDUCING, "ann", "because", desk.clock.now()));
        Recommendation recommendation = Signals.call("NVDA", desk.clock.now());
        desk.handle(List.of(recommendation, recommendation));
        desk.handle(List.of(recommendation));

        assertThat(desk.post.steps)
                .singleElement()
                .satisfies(step ->
                        assertThat(step.data()).isEqualTo(Map.of("outcome", "NO_TRADE", "code", "TRADING_STOPPED")));
    }

    @Test
    void anOrderThatAnotherProcessSentBeginsWhereItWasFirstHeardOf() {
        desk.decide("NVDA");
        desk.restart();
        Instant heard = desk.clock.now();
        desk.clock.advance(Duration.ofSeconds(3));
        desk.post.onThread(() -> desk.exchange.fillAll().forEach(desk.post.dispatcher::updated));

        assertThat(desk.post.steps).singleElement().satisfies(step -> {
            assertThat(step.id()).isEqualTo("order " + ORDER);
            assertThat(step.from()).isEqualTo(heard);
            assertThat(step.to()).isEqualTo(heard.plusSeconds(3));
        });
    }

    @Test
    void X01_anOrderWhoseAnswerWasLostBeginsWhereItWasSent() {
        Instant sent = desk.clock.now();
        desk.exchange.next(FakeExchange.Mail.ANSWER_IS_LOST);
        desk.decide("NVDA");
        desk.post.pass(Duration.ofSeconds(5));
        desk.post.onThread(() -> desk.exchange.fillAll().forEach(desk.post.dispatcher::updated));

        assertThat(desk.post.steps).last().satisfies(step -> {
            assertThat(step.id()).isEqualTo("order " + ORDER);
            assertThat(step.from()).isEqualTo(sent);
            assertThat(step.to()).isEqualTo(sent.plusSeconds(5));
        });
    }
}
