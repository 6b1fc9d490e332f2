package dev.opspipeline.exit;

import static dev.opspipeline.exit.TradingFloor.CALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.account.OrderStatus;
import dev.opspipeline.account.Side;
import dev.opspipeline.exit.PositionRecord.State;
import dev.opspipeline.exit.TradingFloor.Outcome;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a close does when its orders do not do what they should. */
@NullMarked
class CloseRetriesTest {

    private static final String FIRST = "tiny.x.NVDA260424C00190000-NVDA-20260409T1400-CALL-trend1.1";
    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());
    private static final String SECOND = "tiny.x.NVDA260424C00190000-NVDA-20260409T1400-CALL-trend1.2";

    private final TradingFloor floor = new TradingFloor("2026-04-09T10:00");

    @Test
    void anUnfilledOrderIsCancelledAfterTenSecondsAndFollowedByALimitAtTheBid() {
        floor.enter(Strategy.DAY, 2, "1.50");
        floor.quote("3.00", "3.05");
        floor.pass(9);
        assertThat(floor.order(FIRST).status()).isEqualTo(OrderStatus.WORKING);
        floor.pass(3);

        assertThat(floor.order(FIRST).status()).isEqualTo(OrderStatus.CANCELED);
        assertThat(floor.sentIds()).containsExactly(FIRST, SECOND);
        assertThat(floor.sent.getLast().limitPrice()).isEqualTo(Money.of("3.00"));
        assertThat(floor.sent.getLast().quantity()).isEqualTo(2);
    }

    @Test
    void F49_X19_aMarketOrderRefusedForWantOfAQuoteBecomesALimit() {
        floor.enter(Strategy.DAY, 1, "1.50");
        floor.outcomes.addAll(List.of(Outcome.REFUSED_NO_QUOTE, Outcome.FILLS));
        floor.quote("3.00", "3.05");
        floor.pass(2);

        assertThat(floor.sentIds()).as("a refused order never existed").containsExactly(FIRST, FIRST);
        assertThat(floor.sent).extracting(OrderRequest::limitPrice).containsExactly(null, Money.of("3.00"));
        assertThat(floor.closedTrades()).hasSize(1);
    }

    @Test
    void X19_everyFurtherTryConcedesMoreAndItIsAlarmedButNeverGivenUp() {
        floor.enter(Strategy.DAY, 1, "1.50");
        for (int i = 0; i < 20; i++) {
            floor.outcomes.add(Outcome.REFUSED_NO_QUOTE);
        }
        floor.quote("4.00", "4.10");
        for (int i = 0; i < 100; i++) {
            floor.pass(2);
            floor.quote("4.00", "4.10");
        }

        assertThat(floor.sent)
                .extracting(OrderRequest::limitPrice)
                .startsWith(null, Money.of("4.00"), Money.of("3.80"), Money.of("3.60"), Money.of("3.40"));
        assertThat(floor.sent).hasSizeGreaterThan(20);
        assertThat(floor.sent).extracting(OrderRequest::limitPrice).contains(Money.of("2.00"));
        assertThat(floor.alerts()).filteredOn("close keeps failing"::equals).hasSizeGreaterThan(5);
        assertThat(floor.lastPublished().state()).isEqualTo(State.CLOSING);
    }

    @Test
    void alertsAtTheThirdTryAndNotBefore() {
        floor.enter(Strategy.DAY, 1, "1.50");
        floor.outcomes.addAll(List.of(Outcome.REFUSED_NO_QUOTE, Outcome.REFUSED_NO_QUOTE, Outcome.REFUSED_NO_QUOTE));
        floor.quote("3.00", "3.05");
        floor.pass(1);
        assertThat(floor.sent).hasSize(2);
        assertThat(floor.alerts()).isEmpty();
        floor.pass(1);

        assertThat(floor.sent).hasSize(3);
        assertThat(floor.alerts()).containsExactly("close keeps failing");
    }

    @Test
    void withoutAQuoteALimitAtTheSmallestTickTakesAnyBid() {
        floor.enter(Strategy.DAY, 1, "1.50");
        floor.outcomes.addAll(List.of(Outcome.REFUSED_NO_QUOTE, Outcome.FILLS));
        floor.jump("2026-04-09T15:45");
        floor.pass(2);

        assertThat(floor.sent.getLast().limitPrice()).isEqualTo(Money.of("0.01"));
    }

    @Test
    void slowDownIsNoReasonToConcede() {
        floor.enter(Strategy.DAY, 1, "1.50");
        floor.outcomes.addAll(List.of(Outcome.REFUSED_RATE_LIMIT, Outcome.FILLS));
        floor.quote("3.00", "3.05");
        floor.pass(2);

        assertThat(floor.sent).extracting(OrderRequest::limitPrice).containsExactly(null, null);
    }

    @Test
    void X01_aTimeOutAfterAcceptanceIsLookedUpAndAdopted() {
        floor.enter(Strategy.DAY, 1, "1.50");
        floor.outcomes.add(Outcome.TIMES_OUT_AFTER_ACCEPT);
        floor.quote("3.00", "3.05");
        floor.pass(3);
        floor.fill(FIRST, 1, "3.00");

        assertThat(floor.sentIds()).containsExactly(FIRST);
        assertThat(floor.closedTrades()).hasSize(1);
    }

    @Test
    void X02_whatNeverArrivedIsSentAgainWithTheSameIdAfterTwoLookUps() {
        floor.enter(Strategy.DAY, 1, "1.50");
        floor.outcomes.addAll(List.of(Outcome.LOST, Outcome.FILLS));
        floor.quote("3.00", "3.05");
        floor.pass(1);
        assertThat(floor.sent).as("one look-up is not enough").hasSize(1);
        floor.pass(5);

        assertThat(floor.sentIds()).containsExactly(FIRST, FIRST);
        assertThat(floor.said.stream().filter(ExitCommand.LookUp.class::isInstance))
                .hasSize(2);
        assertThat(floor.closedTrades()).hasSize(1);
    }

    @Test
    void F28_aFillNobodyToldOfIsFoundAndPricedByTheBrokersOwnAverage() {
        floor.enter(Strategy.DAY, 2, "1.50");
        floor.outcomes.add(Outcome.FILLS_SILENTLY);
        floor.quote("3.00", "3.05");
        floor.pass(20);

        assertThat(floor.sentIds()).containsExactly(FIRST);
        assertThat(floor.closedTrades())
                .extracting(ClosedTrade::quantity, ClosedTrade::realizedProfit)
                .containsExactly(org.assertj.core.api.Assertions.tuple(2, Money.of(300)));
    }

    @Test
    void X06_anIdSentBeforeIsReadBackAndTheNextOneUsed() {
        floor.enter(Strategy.DAY, 1, "1.50");
        floor.orders.put(FIRST, canceled(FIRST));
        floor.outcomes.addAll(List.of(Outcome.RESTS, Outcome.FILLS));
        floor.quote("3.00", "3.05");
        floor.pass(3);

        assertThat(floor.sentIds()).containsExactly(FIRST, SECOND);
        assertThat(floor.closedTrades()).hasSize(1);
    }

    @Test
    void F28_aStuckCloseStaysAClosingPositionForAsLongAsItIsHeld() {
        floor.enter(Strategy.DAY, 1, "1.50");
        floor.cancels = false;
        floor.quote("3.00", "3.05");
        floor.pass(1_900);

        assertThat(floor.sentIds()).as("never a second live order").containsExactly(FIRST);
        assertThat(floor.lastPublished().state()).isEqualTo(State.CLOSING);
        assertThat(floor.desk.figures().held()).isEqualTo(1);
        assertThat(floor.desk.figures().evaluated()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void F49_X11_whateverTheFirstOrderMeetsThePositionIsSoldOnceInTheEnd(Outcome outcome) {
        floor.enter(Strategy.DAY, 2, "1.50");
        floor.outcomes.addAll(List.of(outcome, Outcome.FILLS));
        floor.quote("3.00", "3.05");
        floor.pass(60);

        assertThat(floor.positions).isEmpty();
        assertThat(floor.closedTrades()).extracting(ClosedTrade::quantity).containsExactly(2);
        assertThat(floor.desk.figures().held()).isZero();
    }

    @Test
    void aBrokerThatCannotListPositionsOnlyDelaysTheNextTry() {
        floor.enter(Strategy.DAY, 1, "1.50");
        floor.readable = false;
        floor.outcomes.addAll(List.of(Outcome.REFUSED_NO_QUOTE, Outcome.FILLS));
        floor.quote("3.00", "3.05");
        floor.pass(9);
        assertThat(floor.sent).hasSize(1);
        floor.pass(1);

        assertThat(floor.sent).hasSize(2);
        assertThat(floor.closedTrades()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void F27_whateverHappensThereIsOnePositionOneLiveOrderAndOneTrade(long seed) {
        Random random = new Random(seed);
        floor.enter(Strategy.DAY, 1 + random.nextInt(4), "1.50");
        for (int i = 0; i < 12; i++) {
            floor.outcomes.add(OUTCOMES.get(random.nextInt(OUTCOMES.size())));
        }
        for (int i = 0; i < 300 && floor.closedTrades().isEmpty(); i++) {
            floor.quote("3.00", "3.05");
            floor.pass(1 + random.nextInt(4));
            floor.readable = random.nextInt(5) > 0;
            floor.cancels = random.nextInt(3) > 0;
            floor.orders.values().stream()
                    .filter(order -> !order.status().isTerminal() && random.nextInt(20) == 0)
                    .map(BrokerOrder::clientOrderId)
                    .toList()
                    .forEach(id -> floor.fill(id, 1, "2.95"));
            assertThat(floor.orders.values().stream()
                            .filter(order -> !order.status().isTerminal()))
                    .hasSizeLessThan(2);
        }

        assertThat(floor.positions).isEmpty();
        assertThat(floor.closedTrades()).hasSize(1);
        assertThat(open(floor.published())).isEmpty();
    }

    private static Set<String> open(List<PositionRecord> records) {
        Set<String> open = new HashSet<>();
        for (PositionRecord record : records) {
            if (record.state() == State.CLOSED) {
                assertThat(open.remove(record.contract().symbol())).isTrue();
            } else {
                open.add(record.contract().symbol());
                assertThat(open).hasSize(1);
            }
        }
        return open;
    }

    private BrokerOrder canceled(String id) {
        assertThat(ClientOrderId.parse(id)).isPresent();
        return new BrokerOrder(
                "B-old",
                id,
                CALL,
                Side.SELL,
                1,
                0,
                null,
                null,
                OrderStatus.CANCELED,
                floor.now.minusSeconds(90_000),
                null);
    }
}
