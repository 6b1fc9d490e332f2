package dev.opspipeline.sandbox.broker;

import static dev.opspipeline.sandbox.broker.TestAccounts.LARGE;
import static dev.opspipeline.sandbox.broker.TestAccounts.TEN;
import static dev.opspipeline.sandbox.broker.TestAccounts.TINY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.sandbox.market.TestMarket;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderRefusalTest {

    private final TestAccounts accounts = new TestAccounts();
    private final PaperBroker broker = accounts.broker;

    @Test
    void F01_sellingTheUnderlyingInsteadOfTheContractIsRefused() {
        accounts.accepted(TINY, accounts.buyAtAsk(1, "a"));
        Refusal refusal = accounts.refused(TINY, OrderTicket.market("AAPL", 1, "sell", "b", "sell_to_close"));
        assertThat(refusal.status()).isEqualTo(403);
        assertThat(refusal.code()).isEqualTo(40_310_000);
        assertThat(broker.positions(TINY)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            intent,        status, code
            sell_to_close, 403,    40310000
            sell_to_open,  403,    40310000
            ,              403,    40310000
            buy_to_open,   422,    42210000
            """)
    void F02_aSaleOfWhatIsNotHeldIsRefusedWhateverItIsCalled(@Nullable String intent, int status, int code) {
        Refusal refusal = accounts.refused(LARGE, sale(intent));
        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(broker.positions(LARGE)).isEmpty();
    }

    @Test
    void F02_openingAShortBesideAHeldContractIsRefused() {
        accounts.accepted(TINY, accounts.buyAtAsk(1, "a"));
        Refusal refusal = accounts.refused(TINY, sale("sell_to_open"));
        assertThat(refusal.status()).isEqualTo(422);
        assertThat(refusal.code()).isEqualTo(42_210_000);
        assertThat(refusal.message()).contains("inferred: sell_to_close, specified: sell_to_open");
    }

    @Test
    void sellingWhatIsBeingSoldAlreadyIsRefusedWithWhatIsLeft() {
        accounts.accepted(LARGE, accounts.buyAtAsk(1, "a"));
        String ask = accounts.quote().ask().add(new BigDecimal("5.00")).toPlainString();
        PaperOrder first =
                accounts.accepted(LARGE, OrderTicket.limit(accounts.symbol(), 1, "sell", ask, "b", "sell_to_close"));
        Refusal refusal = accounts.refused(LARGE, accounts.sell(1, "c"));
        assertThat(refusal.status()).isEqualTo(403);
        assertThat(refusal.code()).isEqualTo(40_310_000);
        assertThat(refusal.details())
                .containsEntry("available", "0")
                .containsEntry("held_for_orders", "1")
                .containsEntry("existing_qty", "1")
                .containsEntry("related_orders", first.id());
    }

    @Test
    void X06_aClientOrderIdIsTakenOnce() {
        accounts.accepted(TINY, accounts.buyAtAsk(1, "a"));
        Refusal refusal = accounts.refused(TINY, accounts.buyAtAsk(1, "a"));
        assertThat(refusal.status()).isEqualTo(422);
        assertThat(refusal.code()).isEqualTo(40_010_001);
        assertThat(broker.positions(TINY).getFirst().qty()).isEqualTo(1);
        assertThat(accounts.accepted(LARGE, accounts.buyAtAsk(1, "a")).id())
                .isNotEqualTo(accounts.order(TINY, "a").id());
    }

    @Test
    void X06_aRefusedOrdersIdMayBeUsedAgain() {
        accounts.refused(TINY, accounts.buy(50, "1.80", "a"));
        accounts.accepted(TINY, accounts.buyAtAsk(1, "a"));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            qty, limit, accepted
            1,   18.03, true
            1,   18.04, true
            1,   18.05, false
            2,   9.02,  true
            2,   9.03,  false
            """)
    void X07_anOrderMayCostNoMoreThanBuyingPower(int qty, String limit, boolean accepted) {
        SubmitResult result = broker.submit(TINY, TestAccounts.DISPATCHER, accounts.buy(qty, limit, "a"));
        if (result instanceof SubmitResult.Refused(Refusal refusal)) {
            assertThat(refusal.status()).isEqualTo(403);
            assertThat(refusal.code()).isEqualTo(40_310_000);
            assertThat(broker.orders(TINY)).isEmpty();
            assertThat(broker.state(TINY).optionsBuyingPower()).isEqualByComparingTo("1804");
        }
        assertThat(result instanceof SubmitResult.Accepted).isEqualTo(accepted);
    }

    @Test
    void X07_whatRestingOrdersHoldCannotBeSpentTwice() {
        accounts.accepted(TINY, accounts.buy(90, "0.10", "a"));
        assertThat(accounts.refused(TINY, accounts.buy(91, "0.10", "b")).details())
                .containsEntry("options_buying_power", "904.00");
        accounts.accepted(TINY, accounts.buy(90, "0.10", "c"));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, nullValues = "-", textBlock = """
            symbol,              qty, side, type,   tif, limit, intent,       code
            AAPL260413C00202500, 1,   buy,  limit,  day, 1.234, buy_to_open,  42210000
            AAPL260413C00202500, 1.5, buy,  limit,  day, 1.00,  buy_to_open,  42210000
            AAPL260413C00202500, 0,   buy,  limit,  day, 1.00,  buy_to_open,  42210000
            AAPL260413C00202500, -1,  buy,  limit,  day, 1.00,  buy_to_open,  42210000
            AAPL260413C00202500, -,   buy,  limit,  day, 1.00,  buy_to_open,  42210000
            AAPL260413C00202500, 1,   buy,  limit,  gtc, 1.00,  buy_to_open,  42210000
            AAPL260413C00202500, 1,   buy,  stop,   day, 1.00,  buy_to_open,  42210000
            AAPL260413C00202500, 1,   buy,  limit,  day, 1.00,  sell_to_open, 42210000
            AAPL260413C00202500, 1,   buy,  limit,  day, 1.00,  buy_to_close, 42210000
            AAPL260413C00202500, 1,   buy,  limit,  day, 1.00,  open,         40010001
            AAPL260413C00202500, 1,   long, limit,  day, 1.00,  buy_to_open,  40010001
            AAPL260413C00202500, 1,   buy,  limit,  day, -,     buy_to_open,  40010001
            AAPL260413C00202500, 1,   buy,  limit,  day, 0,     buy_to_open,  40010001
            AAPL260413C00202500, 1,   buy,  market, day, 1.00,  buy_to_open,  40010001
            AAPL260413C00202600, 1,   buy,  limit,  day, 1.00,  buy_to_open,  42210000
            AAPL260409C00202500, 1,   buy,  limit,  day, 1.00,  buy_to_open,  42210000
            AAPL,                1,   buy,  limit,  day, 1.00,  buy_to_open,  42210000
            """)
    void refusesWhatIsNotAnOrderForOptions(
            String symbol,
            @Nullable String qty,
            String side,
            String type,
            String tif,
            @Nullable String limit,
            String intent,
            int code) {
        Refusal refusal =
                accounts.refused(LARGE, new OrderTicket(symbol, qty, null, side, type, tif, limit, "a", intent, null));
        assertThat(refusal.status()).isEqualTo(422);
        assertThat(refusal.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            at,                   accepted
            2026-04-10T13:29:55Z, false
            2026-04-10T13:30:00Z, true
            2026-04-10T19:59:55Z, true
            2026-04-10T20:00:00Z, false
            """)
    void takesOrdersDuringTheSessionOnly(Instant at, boolean accepted) {
        TestAccounts early = at.isBefore(TEN) ? fresh(at) : accounts;
        early.broker.advanceTo(at);
        SubmitResult result = early.broker.submit(LARGE, TestAccounts.DISPATCHER, early.buy(1, "0.01", "a"));
        assertThat(result instanceof SubmitResult.Accepted).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            at,                   accepted
            2026-04-10T19:29:55Z, true
            2026-04-10T19:30:00Z, false
            """)
    void opensNothingInTheLastHalfHourOfTheExpiryDay(Instant at, boolean accepted) {
        broker.advanceTo(at);
        SubmitResult result = broker.submit(
                LARGE,
                TestAccounts.DISPATCHER,
                OrderTicket.limit("AAPL260410C00200000", 1, "buy", "0.01", "a", "buy_to_open"));
        assertThat(result instanceof SubmitResult.Accepted).isEqualTo(accepted);
    }

    @Test
    void F49_aMarketSaleWithoutABidIsRefusedAndALimitRests() {
        String far = "AAPL260410C00225000";
        String ask = Objects.requireNonNull(accounts.options
                .find(far)
                .flatMap(accounts.options::quote)
                .orElseThrow()
                .ask()
                .toPlainString());
        accounts.accepted(LARGE, OrderTicket.limit(far, 1, "buy", ask, "a", "buy_to_open"));
        broker.advanceTo(TestMarket.CLOSE.minusSeconds(60));
        Refusal refusal = accounts.refused(LARGE, OrderTicket.market(far, 1, "sell", "b", "sell_to_close"));
        assertThat(refusal.status()).isEqualTo(403);
        assertThat(refusal.code()).isEqualTo(40_310_000);
        assertThat(refusal.message()).contains("reenter with a limit");
        PaperOrder resting = accounts.accepted(LARGE, OrderTicket.limit(far, 1, "sell", "0.01", "c", "sell_to_close"));
        assertThat(broker.order(LARGE, resting.id()).orElseThrow().isOpen()).isTrue();
    }

    private OrderTicket sale(@Nullable String intent) {
        return new OrderTicket(accounts.symbol(), "1", null, "sell", "market", "day", null, "sale", intent, null);
    }

    private static TestAccounts fresh(Instant at) {
        return new TestAccounts(at);
    }
}
