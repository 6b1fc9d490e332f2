package dev.opspipeline.exit;

import static dev.opspipeline.exit.TradingFloor.CALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.exit.ExitPlan.Origin;
import dev.opspipeline.exit.PositionRecord.State;
import dev.opspipeline.exit.TradingFloor.Outcome;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import java.util.Objects;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** A desk that starts over knows what is its own, and goes on where the last one stopped. */
@NullMarked
class RestartTest {

    private static final String FIRST = "tiny.x.NVDA260424C00190000-NVDA-20260409T1400-CALL-trend1.1";

    private final TradingFloor floor = new TradingFloor("2026-04-09T10:00");

    @Test
    void F40_aPositionKeepsAPlanThatIsRebuiltFromTheBrokersOrders() {
        floor.enter(Strategy.SWING, 1, "1.50");
        TradingFloor next = floor.restarted();

        assertThat(next.lastPublished().entryReference()).isEqualTo(TradingFloor.RECOMMENDATION);
        assertThat(next.lastPublished().plan()).isNotNull().satisfies(plan -> {
            assertThat(plan.origin()).isEqualTo(Origin.REBUILT);
            assertThat(plan.strategy()).isEqualTo(Strategy.SWING);
        });
    }

    @Test
    void theFrozenPlanReplacesARebuiltOneAndNothingReplacesIt() {
        floor.enter(Strategy.SWING, 1, "1.50");
        PositionRecord before = floor.lastPublished();
        TradingFloor next = floor.restarted();
        next.tell(new ExitEvent.PositionRestored(before, next.now));
        assertThat(next.lastPublished().plan()).isEqualTo(before.plan());

        ExitPlan other = ExitPlans.rebuild(
                TradingFloor.terms(Strategy.DAY), Strategy.DAY, CALL, Money.of("9.00"), next.now, Sessions.YEAR);
        next.tell(new ExitEvent.PlanGiven(CALL, TradingFloor.RECOMMENDATION, other, next.now));
        assertThat(next.lastPublished().plan()).isEqualTo(before.plan());
    }

    @Test
    void aPlanThatComesBeforeItsPositionIsKeptForIt() {
        floor.enter(Strategy.SWING, 1, "1.50");
        TradingFloor next = new TradingFloor("2026-04-09T10:00");
        next.tell(new ExitEvent.PlanGiven(
                CALL,
                TradingFloor.RECOMMENDATION,
                Objects.requireNonNull(floor.lastPublished().plan()),
                next.now));
        next.positions.putAll(floor.positions);
        next.tell(next.started());

        assertThat(next.lastPublished().plan()).isEqualTo(floor.lastPublished().plan());
        assertThat(next.lastPublished().entryReference()).isEqualTo(TradingFloor.RECOMMENDATION);
    }

    @Test
    void aCloseUnderWayIsAdoptedAndGoesOn() {
        floor.enter(Strategy.DAY, 1, "1.50");
        floor.quote("3.00", "3.05");
        TradingFloor next = floor.restarted();
        next.tell(new ExitEvent.PositionRestored(floor.lastPublished(), next.now));
        assertThat(next.sent).isEmpty();
        assertThat(next.lastPublished())
                .extracting(PositionRecord::state, PositionRecord::reason, PositionRecord::closeOrderId)
                .containsExactly(State.CLOSING, ExitReason.TAKE_PROFIT_HIT, FIRST);

        next.outcomes.add(Outcome.FILLS);
        next.pass(15);
        assertThat(next.sentIds()).hasSize(1).doesNotContain(FIRST);
        assertThat(next.closedTrades()).extracting(ClosedTrade::reason).containsExactly(ExitReason.TAKE_PROFIT_HIT);
    }

    @Test
    void X48_twoInstancesMakeTheSameIdSoThatOneOrderLives() {
        floor.enter(Strategy.DAY, 1, "1.50");
        TradingFloor other = floor.restarted();
        floor.quote("3.00", "3.05");
        other.orders.putAll(floor.orders);
        other.quote("3.00", "3.05");

        assertThat(other.sentIds()).containsExactly(FIRST).isEqualTo(floor.sentIds());
        assertThat(other.orders.values().stream()
                        .filter(order -> !order.status().isTerminal()))
                .hasSize(1);
        assertThat(other.lastPublished().closeOrderId()).isEqualTo(FIRST);
    }

    @Test
    void whatWasSoldWhileNobodyWatchedIsATradeOfWhatTheBrokerReports() {
        floor.enter(Strategy.DAY, 2, "1.50");
        floor.quote("3.00", "3.05");
        PositionRecord before = floor.lastPublished();
        floor.execute(FIRST, 2, Money.of("2.90"));
        TradingFloor next = floor.restarted();
        next.tell(new ExitEvent.PositionRestored(before, next.now));

        assertThat(next.lastPublished().state()).isEqualTo(State.CLOSED);
        assertThat(next.closedTrades())
                .extracting(ClosedTrade::realizedProfit, ClosedTrade::reason)
                .containsExactly(org.assertj.core.api.Assertions.tuple(Money.of(280), ExitReason.TAKE_PROFIT_HIT));
    }

    @Test
    void aSecondPositionInTheSameContractIsNotPaidForByTheFirst() {
        floor.enter(Strategy.DAY, 1, "1.50");
        floor.outcomes.add(Outcome.FILLS);
        floor.quote("3.00", "3.05");
        floor.byHand("by-hand", CALL, dev.opspipeline.account.Side.BUY, 1, "2.00");
        floor.pass(10);

        assertThat(floor.lastPublished().entryReference()).isEqualTo(ManagedPosition.EXTERNAL);
        assertThat(floor.lastPublished().plan()).isNull();
        assertThat(floor.closedTrades()).hasSize(1);
    }
}
