package dev.opspipeline.exit;

import static dev.opspipeline.exit.TradingFloor.CALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.Activity;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.account.OrderStatus;
import dev.opspipeline.account.PositionIntent;
import dev.opspipeline.account.Side;
import dev.opspipeline.exit.PositionRecord.State;
import dev.opspipeline.exit.TradingFloor.Outcome;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a close once it has been started. */
@NullMarked
class CloseTest {

    private static final String FIRST = "tiny.x.NVDA260424C00190000-NVDA-20260409T1400-CALL-trend1.1";
    private static final String SECOND = "tiny.x.NVDA260424C00190000-NVDA-20260409T1400-CALL-trend1.2";

    private final TradingFloor floor = new TradingFloor("2026-04-09T10:00");

    @Test
    void F36_profitComesFromFillsAndNotFromTheMark() {
        floor.enter(Strategy.DAY, 3, "1.50");
        floor.quote("3.00", "3.05");
        Instant triggered = floor.now;
        floor.pass(1);
        floor.fill(FIRST, 1, "2.90");
        floor.fill(FIRST, 2, "2.85");

        assertThat(floor.closedTrades()).singleElement().satisfies(trade -> {
            assertThat(trade.entryReference()).isEqualTo(TradingFloor.RECOMMENDATION);
            assertThat(trade.strategy()).isEqualTo(Strategy.DAY);
            assertThat(trade.quantity()).isEqualTo(3);
            assertThat(trade.entryPrice()).isEqualTo(Money.of("1.50"));
            assertThat(trade.exitPrice()).isEqualTo(Money.of("2.8667"));
            assertThat(trade.realizedProfit()).isEqualTo(Money.of("410.00"));
            assertThat(trade.reason()).isEqualTo(ExitReason.TAKE_PROFIT_HIT);
            assertThat(trade.triggeredAt()).isEqualTo(triggered);
            assertThat(trade.closedAt()).isEqualTo(floor.now);
            assertThat(trade.closeOrderId()).isEqualTo(FIRST);
        });
        assertThat(floor.lastPublished().state()).isEqualTo(State.CLOSED);
        assertThat(floor.desk.figures().held()).isZero();
    }

    @Test
    void F35_aPartialFillShrinksThePositionAndARepeatedOneDoesNotShrinkItTwice() {
        floor.enter(Strategy.DAY, 3, "1.50");
        floor.quote("3.00", "3.05");
        var fill = floor.execute(FIRST, 1, Money.of("2.90"));
        floor.tell(new ExitEvent.OrderUpdated(fill, floor.now));
        floor.tell(new ExitEvent.OrderUpdated(fill, floor.now));

        assertThat(floor.lastPublished().quantity()).isEqualTo(2);
        assertThat(floor.lastPublished().state()).isEqualTo(State.CLOSING);
    }

    @Test
    void whatAnUnfinishedOrderDidSellIsNotSoldAgain() {
        floor.enter(Strategy.DAY, 3, "1.50");
        floor.quote("3.00", "3.05");
        floor.fill(FIRST, 2, "3.00");
        floor.outcomes.add(Outcome.FILLS);
        floor.pass(12);

        assertThat(floor.sent.getLast().quantity()).isEqualTo(1);
        assertThat(floor.closedTrades()).extracting(ClosedTrade::quantity).containsExactly(3);
    }

    @Test
    void F28_CLOSED_needsTheBrokerToSayTwiceThatItIsGone() {
        floor.enter(Strategy.DAY, 1, "1.50");
        floor.pass(3);
        floor.positions.clear();
        floor.tell(floor.read());
        assertThat(floor.lastPublished().state()).isEqualTo(State.OPEN);
        floor.tell(floor.read());

        assertThat(floor.lastPublished())
                .extracting(PositionRecord::state, PositionRecord::reason, PositionRecord::quantity)
                .containsExactly(State.CLOSING, ExitReason.CLOSED_EXTERNALLY, 0);
        assertThat(floor.closedTrades()).isEmpty();
        assertThat(floor.alerts()).contains("position was closed elsewhere");
    }

    @Test
    void F29_aPositionClosedByHandIsPricedFromTheBrokersActivities() {
        floor.enter(Strategy.DAY, 2, "1.50");
        floor.pass(3);
        floor.place("by-hand", CALL, Side.SELL, 2, Money.of("1.90"));
        floor.tell(new ExitEvent.Tick(floor.now));
        floor.orders.remove("by-hand");
        floor.positions.clear();
        floor.activities.add(new Activity.Fill("A-9", "B-by-hand", CALL, Side.SELL, 2, Money.of("1.90"), floor.now));
        floor.pass(20);

        assertThat(floor.closedTrades()).singleElement().satisfies(trade -> {
            assertThat(trade.reason()).isEqualTo(ExitReason.CLOSED_EXTERNALLY);
            assertThat(trade.quantity()).isEqualTo(2);
            assertThat(trade.realizedProfit()).isEqualTo(Money.of("80.00"));
            assertThat(trade.closeOrderId()).isEqualTo("A-9");
        });
        assertThat(floor.lastPublished().state()).isEqualTo(State.CLOSED);
        assertThat(floor.sent).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            ending,    price, profit
            EXPIRED,   0.00,  -300.00
            EXERCISED, 2.25,  150.00
            ASSIGNED,  0.00,  -300.00
            """)
    void X42_howAContractEndedIsToldByTheBrokersActivities(Activity.Ending ending, String price, String profit) {
        floor.enter(Strategy.DAY, 2, "1.50");
        floor.positions.clear();
        floor.pass(15);
        assertThat(floor.closedTrades()).as("nobody has said yet").isEmpty();

        floor.activities.add(new Activity.Ended("A-9", CALL, ending, 2, Money.of(price), floor.now));
        floor.pass(60);

        assertThat(floor.closedTrades())
                .extracting(trade -> trade.reason().name(), ClosedTrade::realizedProfit)
                .containsExactly(org.assertj.core.api.Assertions.tuple(ending.name(), Money.of(profit)));
    }

    @Test
    void F29_aPositionThatComesBackWasNeverGone() {
        floor.enter(Strategy.DAY, 1, "1.50");
        floor.pass(3);
        var held = floor.positions.remove(CALL);
        floor.pass(20);
        assertThat(floor.lastPublished().reason()).isEqualTo(ExitReason.CLOSED_EXTERNALLY);

        floor.positions.put(CALL, held);
        floor.pass(5);
        floor.outcomes.add(TradingFloor.Outcome.FILLS);
        floor.quote("3.00", "3.05");

        assertThat(floor.closedTrades()).extracting(ClosedTrade::reason).containsExactly(ExitReason.TAKE_PROFIT_HIT);
    }

    @Test
    void aPositionMissingFromOneListOnlyIsStillThere() {
        floor.enter(Strategy.DAY, 1, "1.50");
        floor.pass(3);
        var held = floor.positions.remove(CALL);
        floor.tell(floor.read());
        floor.positions.put(CALL, held);
        floor.tell(floor.read());
        floor.positions.remove(CALL);
        floor.tell(floor.read());
        assertThat(floor.published()).extracting(PositionRecord::state).doesNotContain(State.CLOSED);
    }

    @Test
    void F42_aCloseWhileTheMarketIsShutWaitsForTheOpen() {
        floor.enter(Strategy.SWING, 1, "1.50");
        floor.jump("2026-04-09T20:00");
        floor.tell(new ExitEvent.CloseRequested(CALL, "ann", floor.now, floor.now));
        assertThat(floor.sent).isEmpty();
        assertThat(floor.lastPublished().state()).isEqualTo(State.CLOSE_PENDING);
        assertThat(floor.lastPublished().reason()).isEqualTo(ExitReason.OPERATOR);

        floor.jump("2026-04-10T09:29:59");
        assertThat(floor.sent).isEmpty();
        floor.jump("2026-04-10T09:30");
        assertThat(floor.sent).hasSize(1);
        assertThat(floor.lastPublished().state()).isEqualTo(State.CLOSING);
    }

    @Test
    void X25_anOrderTheCloseExpiredIsSentAnewAtTheOpen() {
        floor.enter(Strategy.SWING, 1, "1.50");
        floor.jump("2026-04-09T15:59:58");
        floor.tell(new ExitEvent.CloseRequested(CALL, "ann", floor.now, floor.now));
        floor.now = Sessions.newYork("2026-04-09T16:00:01");
        floor.end("tiny.x.NVDA260424C00190000-NVDA-20260409T1400-CALL-trend1.1", OrderStatus.EXPIRED);
        assertThat(floor.lastPublished().state()).isEqualTo(State.CLOSE_PENDING);
        floor.outcomes.add(Outcome.FILLS);
        floor.jump("2026-04-10T09:30");

        assertThat(floor.sentIds()).containsExactly(FIRST, SECOND);
        assertThat(floor.sent.getLast().limitPrice())
                .as("a new day begins with a market order")
                .isNull();
        assertThat(floor.closedTrades()).hasSize(1);
    }

    @Test
    void F02_neverSellsMoreThanIsHeldLessWhatIsAlreadyBeingSold() {
        floor.enter(Strategy.DAY, 3, "1.50");
        floor.place("by-hand", CALL, Side.SELL, 2, Money.of("9.00"));
        floor.quote("3.00", "3.05");

        assertThat(floor.sent).extracting(OrderRequest::quantity).containsExactly(1);
    }

    @Test
    void anOrderByHandThatHoldsEverythingIsCancelledAfterAWhile() {
        floor.enter(Strategy.DAY, 1, "1.50");
        floor.place("by-hand", CALL, Side.SELL, 1, Money.of("9.00"));
        floor.outcomes.add(Outcome.FILLS);
        floor.quote("3.00", "3.05");
        floor.pass(9);
        assertThat(floor.sent).isEmpty();
        floor.pass(3);

        assertThat(floor.order("by-hand").status()).isEqualTo(OrderStatus.CANCELED);
        assertThat(floor.closedTrades()).hasSize(1);
    }

    @Test
    void X14_anEntryStillWorkingIsCancelledBeforeWhatItBoughtIsSold() {
        BrokerOrder entry = floor.entryOrder(Strategy.DAY, 3, "1.50");
        floor.fill(entry.clientOrderId(), 1, "1.50");
        floor.quote("3.00", "3.05");

        assertThat(floor.order(entry.clientOrderId()).status()).isEqualTo(OrderStatus.CANCELED);
        assertThat(floor.sent).extracting(OrderRequest::quantity).containsExactly(1);
    }

    @Test
    void X14_anEntryThatCannotBeCancelledDelaysTheExitByTenSecondsAtMost() {
        floor.cancels = false;
        BrokerOrder entry = floor.entryOrder(Strategy.DAY, 3, "1.50");
        floor.fill(entry.clientOrderId(), 1, "1.50");
        floor.quote("3.00", "3.05");
        floor.pass(9);
        assertThat(floor.sent).isEmpty();
        floor.pass(1);

        assertThat(floor.sent).extracting(OrderRequest::quantity).containsExactly(1);
    }

    @Test
    void X13_aPartialEntryIsPlannedForWhatItBought() {
        BrokerOrder entry = floor.entryOrder(Strategy.DAY, 3, "1.50");
        floor.fill(entry.clientOrderId(), 1, "1.40");
        floor.end(entry.clientOrderId(), OrderStatus.CANCELED);
        floor.quote("2.80", "2.85");

        assertThat(floor.sent).extracting(OrderRequest::quantity).containsExactly(1);
        assertThat(floor.lastPublished().plan()).isNotNull().satisfies(plan -> {
            assertThat(plan.entryPrice()).isEqualTo(Money.of("1.40"));
            assertThat(plan.origin()).isEqualTo(ExitPlan.Origin.FROZEN_AT_ENTRY);
        });
    }

    @Test
    void X24_anExitThatCrossesAManualCloseIsCancelledAndSellsNothingShort() {
        floor.enter(Strategy.DAY, 1, "1.50");
        floor.quote("3.00", "3.05");
        floor.byHand("by-hand", CALL, Side.SELL, 1, "2.95");
        floor.pass(30);

        assertThat(floor.order(FIRST).status()).isEqualTo(OrderStatus.CANCELED);
        assertThat(floor.sent).hasSize(1);
        assertThat(floor.positions).isEmpty();
        assertThat(floor.lastPublished().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void anOperatorClosesShortAndStockPositionsToo() {
        Ticker stock = new Ticker("AMD");
        floor.byHand("short", CALL, Side.SELL, 2, "1.50");
        floor.byHand("shares", stock, Side.BUY, 10, "150.00");
        floor.pass(10);
        assertThat(floor.sent).isEmpty();

        floor.tell(new ExitEvent.CloseRequested(CALL, "ann", floor.now, floor.now));
        floor.tell(new ExitEvent.CloseRequested(stock, "ann", floor.now, floor.now));

        assertThat(floor.sent)
                .extracting(OrderRequest::instrument, OrderRequest::intent, OrderRequest::quantity)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(CALL, PositionIntent.BUY_TO_CLOSE, 2),
                        org.assertj.core.api.Assertions.tuple(stock, PositionIntent.SELL_TO_CLOSE, 10));
        floor.fill(floor.sentIds().getFirst(), 2, "1.00");
        assertThat(floor.closedTrades().getFirst().realizedProfit()).isEqualTo(Money.of(100));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            includeExternal, sent
            false,           0
            true,            1
            """)
    void X45_aPositionOpenedByHandIsClosedByAFlattenOnlyIfItSaysSo(boolean includeExternal, int sent) {
        floor.byHand("by-hand", CALL, Side.BUY, 1, "1.50");
        floor.quote("0.10", "0.12");
        floor.pass(60);
        assertThat(floor.lastPublished().plan()).isNull();
        floor.jump("2026-04-09T15:50");
        assertThat(floor.sent).isEmpty();
        floor.tell(new ExitEvent.FlattenRequested(includeExternal, "ann", floor.now, floor.now));

        assertThat(floor.sent).hasSize(sent);
    }
}
