package dev.opspipeline.sandbox.broker;

import static dev.opspipeline.sandbox.broker.TestAccounts.LARGE;
import static dev.opspipeline.sandbox.broker.TestAccounts.TEN;
import static dev.opspipeline.sandbox.broker.TestAccounts.TINY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.sandbox.broker.BrokerEvent.OrderChanged;
import dev.opspipeline.sandbox.broker.PaperOrder.State;
import dev.opspipeline.sandbox.market.ListedOption;
import dev.opspipeline.sandbox.market.OptionQuote;
import dev.opspipeline.sandbox.market.TestMarket;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaperBrokerTest {

    private final TestAccounts accounts = new TestAccounts();
    private final PaperBroker broker = accounts.broker;

    @Test
    void fillsAMarketableLimitAtOnceAtTheAsk() {
        BigDecimal ask = accounts.quote().ask();
        PaperOrder answer = accounts.accepted(TINY, accounts.buy(1, ask.add(new BigDecimal("0.05")) + "", "a"));
        assertThat(answer.state()).isEqualTo(State.PENDING_NEW);
        PaperOrder order = accounts.order(TINY, "a");
        assertThat(order.state()).isEqualTo(State.FILLED);
        assertThat(order.averagePrice()).isEqualByComparingTo(ask);
        assertThat(broker.state(TINY).cash())
                .isEqualByComparingTo(new BigDecimal("1804").subtract(ask.movePointRight(2)));
    }

    @Test
    void tellsOfNewBeforeFillWithExecutionAndPosition() {
        accounts.accepted(TINY, accounts.buyAtAsk(1, "a"));
        List<OrderChanged> changes =
                broker.takeEvents().stream().map(event -> (OrderChanged) event).toList();
        assertThat(changes).extracting(OrderChanged::event).containsExactly("new", "fill");
        BrokerEvent.Execution execution =
                Objects.requireNonNull(changes.getLast().execution());
        assertThat(execution.positionQty()).isEqualTo(1);
        assertThat(execution.price()).isEqualTo(accounts.quote().ask());
    }

    @Test
    void sellsAtTheBidAndRemovesThePosition() {
        accounts.accepted(TINY, accounts.buyAtAsk(1, "a"));
        BigDecimal bid = accounts.quote().bid();
        accounts.accepted(TINY, accounts.sell(1, "b"));
        assertThat(accounts.order(TINY, "b").averagePrice()).isEqualByComparingTo(bid);
        assertThat(broker.positions(TINY)).isEmpty();
    }

    @Test
    void aRestingLimitHoldsBuyingPowerAndFillsWhenTheAskComesDown() {
        OptionQuote now = accounts.quote();
        BigDecimal limit = now.bid().subtract(new BigDecimal("0.10"));
        accounts.accepted(TINY, accounts.buy(1, limit.toPlainString(), "a"));
        assertThat(accounts.order(TINY, "a").state()).isEqualTo(State.NEW);
        assertThat(broker.state(TINY).optionsBuyingPower())
                .isEqualByComparingTo(new BigDecimal("1804").subtract(limit.movePointRight(2)));
        broker.advanceTo(TEN.plusSeconds(3600));
        PaperOrder filled = accounts.order(TINY, "a");
        assertThat(filled.state()).isEqualTo(State.FILLED);
        assertThat(filled.averagePrice()).isLessThanOrEqualTo(limit);
        assertThat(broker.state(TINY).optionsBuyingPower())
                .isEqualByComparingTo(broker.state(TINY).cash());
    }

    @Test
    void oneOrderInTenOfSeveralContractsFillsInTwoParts() {
        int partial = 0;
        for (int i = 0; i < 200; i++) {
            accounts.accepted(LARGE, accounts.buyAtAsk(2, "b" + i));
            partial += accounts.order(LARGE, "b" + i).filledQty() == 1 ? 1 : 0;
            accounts.accepted(
                    LARGE, accounts.sell(broker.positions(LARGE).getFirst().available(), "s" + i));
        }
        assertThat(partial).isBetween(8, 35);
    }

    @Test
    void theRestOfAPartialFillFollowsOnALaterStep() {
        String id = accounts.idThatFillsIn(2);
        BigDecimal generous = accounts.quote().ask().add(new BigDecimal("1.00"));
        accounts.accepted(LARGE, accounts.buy(3, generous.toPlainString(), id));
        assertThat(accounts.order(LARGE, id).state()).isEqualTo(State.PARTIALLY_FILLED);
        assertThat(broker.positions(LARGE).getFirst().qty()).isBetween(1, 2);
        broker.advanceTo(TEN.plusSeconds(5));
        assertThat(accounts.order(LARGE, id).state()).isEqualTo(State.FILLED);
        assertThat(accounts.order(LARGE, id).executions()).isEqualTo(2);
        assertThat(broker.positions(LARGE).getFirst().qty()).isEqualTo(3);
        assertThat(broker.activities(LARGE))
                .extracting(Activity::id)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void marksEquityAtMid() {
        accounts.accepted(TINY, accounts.buyAtAsk(1, "a"));
        OptionQuote quote = accounts.quote();
        BigDecimal halfSpread = quote.ask().subtract(quote.bid()).multiply(new BigDecimal("50"));
        AccountState state = broker.state(TINY);
        assertThat(state.equity()).isEqualByComparingTo(new BigDecimal("1804").subtract(halfSpread));
        assertThat(state.lastEquity()).isEqualByComparingTo("1804");
        assertThat(broker.state(LARGE).equity()).isEqualByComparingTo("55000");
    }

    @Test
    void cancelsOnceAndReleasesBuyingPower() {
        PaperOrder order = accounts.accepted(TINY, accounts.buy(1, "0.01", "a"));
        assertThat(broker.cancel(TINY, order.id())).isEmpty();
        assertThat(accounts.order(TINY, "a").state()).isEqualTo(State.CANCELED);
        assertThat(broker.state(TINY).optionsBuyingPower()).isEqualByComparingTo("1804");
        assertThat(broker.cancel(TINY, order.id())).map(Refusal::status).contains(422);
        assertThat(broker.cancel(LARGE, order.id())).map(Refusal::status).contains(404);
    }

    @Test
    void X25_dayOrdersExpireAtTheCloseAndNotAStepBefore() {
        accounts.accepted(TINY, accounts.buy(1, "0.01", "a"));
        broker.advanceTo(TestMarket.CLOSE.minusSeconds(5));
        assertThat(accounts.order(TINY, "a").state()).isEqualTo(State.NEW);
        broker.advanceTo(TestMarket.CLOSE);
        assertThat(accounts.order(TINY, "a").state()).isEqualTo(State.EXPIRED);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            symbol,              activity
            AAPL260410C00180000, OPEXC
            AAPL260410C00225000, OPEXP
            """)
    void X40_settlesContractsInCashAfterTheirLastClose(String symbol, String activity) {
        ListedOption option = accounts.options.find(symbol).orElseThrow();
        BigDecimal ask = accounts.options.quote(option).orElseThrow().ask();
        accounts.accepted(LARGE, OrderTicket.limit(symbol, 1, "buy", ask.toPlainString(), "a", "buy_to_open"));
        BigDecimal cash = broker.state(LARGE).cash();
        broker.advanceTo(TestMarket.CLOSE.minusSeconds(5));
        assertThat(broker.positions(LARGE)).hasSize(1);
        broker.advanceTo(TestMarket.CLOSE);
        assertThat(broker.positions(LARGE)).isEmpty();
        assertThat(broker.activities(LARGE).getLast().type()).isEqualTo(activity);
        BigDecimal value = accounts.options.intrinsic(option).movePointRight(2);
        assertThat(value.signum()).isEqualTo(activity.equals("OPEXC") ? 1 : 0);
        assertThat(broker.state(LARGE).cash()).isEqualByComparingTo(cash.add(value));
    }

    @Test
    void aContractThatLivesOnIsNotSettled() {
        accounts.accepted(TINY, accounts.buyAtAsk(1, "a"));
        broker.advanceTo(TestMarket.CLOSE.plusSeconds(60));
        assertThat(broker.positions(TINY)).hasSize(1);
    }

    @Test
    void isTheSameStepByStepOrAtOnce() {
        TestAccounts jumped = new TestAccounts();
        TestAccounts stepped = new TestAccounts();
        for (TestAccounts each : List.of(jumped, stepped)) {
            each.accepted(TINY, each.buyAtAsk(1, "a"));
            each.accepted(LARGE, each.buy(4, each.quote().bid().toPlainString(), "b"));
        }
        Instant end = TestMarket.CLOSE.plusSeconds(30);
        jumped.broker.advanceTo(end);
        for (Instant t = TEN; !t.isAfter(end); t = t.plusSeconds(5)) {
            stepped.broker.advanceTo(t);
        }
        assertThat(stepped.journal).isEqualTo(jumped.journal);
        assertThat(stepped.broker.takeEvents()).isEqualTo(jumped.broker.takeEvents());
        assertThat(jumped.facts("fill")).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void idsDoNotDependOnWhichOrderCameFirst() {
        TestAccounts other = new TestAccounts();
        String before = accounts.accepted(LARGE, accounts.buy(1, "0.01", "a")).id();
        other.accepted(LARGE, other.buy(1, "0.02", "b"));
        assertThat(other.accepted(LARGE, other.buy(1, "0.01", "a")).id()).isEqualTo(before);
    }
}
