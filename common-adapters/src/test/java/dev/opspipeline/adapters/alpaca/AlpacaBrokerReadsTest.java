package dev.opspipeline.adapters.alpaca;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.HeldPosition;
import dev.opspipeline.account.OrderStatus;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Side;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import java.net.URLDecoder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlpacaBrokerReadsTest {

    private static final Instant NOW = Instant.parse("2026-04-09T14:31:05Z");
    private static final String ACCOUNT = """
            {"id":"e6fe16f3-64a4-4921-8928-cadf02f92f98","account_number":"%s","status":"%s","currency":"USD",
             "equity":"1804.125","last_equity":"1810","cash":"1500.00","buying_power":"3000",%s
             "options_trading_level":2,"trading_blocked":%s,"account_blocked":%s,"trade_suspended_by_user":%s}
            """;
    private static final String BUYING_POWER = "\"options_buying_power\":\"1500.5\",";

    private final LocalServer local = new LocalServer();
    private final AlpacaBroker broker = new AlpacaBroker(local.connection, InstantSource.fixed(NOW));

    @AfterEach
    void stop() {
        local.close();
    }

    @Test
    void readsTheAccountUnderOurNameAndKeepsTheRateBudget() {
        assertThat(local.connection.tradingBudget()).isEmpty();
        local.server.enqueue(new MockResponse.Builder()
                .addHeader("X-RateLimit-Limit", "200")
                .addHeader("X-RateLimit-Remaining", "187")
                .addHeader("X-RateLimit-Reset", "1775745120")
                .body(ACCOUNT.formatted(LocalServer.ACCOUNT, "ACTIVE", BUYING_POWER, false, false, false))
                .build());

        assertThat(broker.account())
                .isEqualTo(new Reply.Answer<>(new AccountSnapshot(
                        LocalServer.ACCOUNT,
                        Money.of("1804.125"),
                        Money.of("1810"),
                        Money.of("1500.50"),
                        2,
                        false,
                        false,
                        null,
                        NOW)));
        var request = local.request();
        assertThat(request.getRequestLine()).startsWith("GET /v2/account ");
        assertThat(request.getHeaders().values("User-Agent")).containsExactly("ops-pipeline/dispatcher/test-1");
        assertThat(request.getHeaders().get("APCA-API-KEY-ID")).isEqualTo("AK-TEST");
        assertThat(request.getHeaders().get("APCA-API-SECRET-KEY")).isEqualTo("s3cr3t-of-the-test");
        assertThat(local.connection.tradingBudget())
                .contains(new RateBudget(200, 187, Instant.ofEpochSecond(1775745120)));
        assertThat(local.connection.dataBudget()).isEmpty();
        assertThat(local.meters
                        .get("alpaca.requests")
                        .tags("method", "GET", "route", "/v2/account", "status", "200")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            status,           blocked, account blocked, suspended, is trading blocked, is account blocked
            ACTIVE,           false,   false,           false,     false,              false
            ACTIVE,           true,    false,           false,     true,               false
            ACTIVE,           false,   false,           true,      true,               false
            ACTIVE,           false,   true,            false,     false,              true
            ACCOUNT_CLOSED,   false,   false,           false,     false,              true
            """)
    void anAccountThatIsNotFreeIsBlocked(
            String status,
            boolean blocked,
            boolean accountBlocked,
            boolean suspended,
            boolean isTradingBlocked,
            boolean isAccountBlocked) {
        local.answers(ACCOUNT.formatted(LocalServer.ACCOUNT, status, BUYING_POWER, blocked, accountBlocked, suspended));

        AccountSnapshot account = broker.account().answer().orElseThrow();
        assertThat(account.tradingBlocked()).isEqualTo(isTradingBlocked);
        assertThat(account.accountBlocked()).isEqualTo(isAccountBlocked);
    }

    @Test
    void F30_anotherAccountsNumberIsRefused() {
        local.answers(ACCOUNT.formatted("PA9OTHER", "ACTIVE", BUYING_POWER, false, false, false));

        assertThat(broker.account()).isInstanceOfSatisfying(Reply.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(AlpacaBroker.WRONG_ACCOUNT);
            assertThat(refused.message())
                    .isEqualTo(
                            "ALPACA_ACCOUNT_NUMBER must be PA9OTHER, the number of the account the key belongs to, was "
                                    + LocalServer.ACCOUNT);
        });
    }

    @Test
    void F07_aMissingAmountIsNotZero() {
        local.answers(ACCOUNT.formatted(LocalServer.ACCOUNT, "ACTIVE", "", false, false, false));

        assertThat(broker.account())
                .isInstanceOfSatisfying(
                        Reply.Unavailable.class,
                        reply -> assertThat(reply.why()).contains("options_buying_power"));
    }

    @Test
    void readsOptionsAndStockLongAndShort() {
        local.answers("""
                [{"symbol":"NVDA260410C00190000","asset_class":"us_option","qty":"2","side":"long","avg_entry_price":"1.45",
                  "market_value":"280","cost_basis":"290","exchange":""},
                 {"symbol":"SPY","asset_class":"us_equity","qty":"-5","side":"short","avg_entry_price":"512.123456",
                  "market_value":"-2560.1"},
                 {"symbol":"QQQ","asset_class":"us_equity","qty":"3","side":"short","avg_entry_price":"400","market_value":null},
                 {"symbol":"AAPL","asset_class":"us_equity","qty":"0.25","side":"long","avg_entry_price":"180",
                  "market_value":"45"},
                 {"symbol":"BTC/USD","asset_class":"crypto","qty":"0.1","side":"long","avg_entry_price":"60000",
                  "market_value":"6000"}]
                """);

        assertThat(broker.positions())
                .isEqualTo(new Reply.Answer<>(List.of(
                        new HeldPosition(
                                OptionContract.parse("NVDA260410C00190000"), 2, Money.of("1.45"), Money.of("280")),
                        new HeldPosition(new Ticker("SPY"), -5, Money.of("512.1235"), Money.of("-2560.10")),
                        new HeldPosition(new Ticker("QQQ"), -3, Money.of("400"), null),
                        new HeldPosition(new Ticker("AAPL"), 1, Money.of("180"), Money.of("45")))));
    }

    @Test
    void anEmptyListIsAnAnswer() {
        local.answers("[]").answers("[]");

        assertThat(broker.positions()).isEqualTo(new Reply.Answer<>(List.of()));
        assertThat(broker.openOrders()).isEqualTo(new Reply.Answer<>(List.of()));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            said,                 filled, is
            new,                  0,      WORKING
            accepted,             0,      WORKING
            pending_new,          0,      WORKING
            held,                 0,      WORKING
            done_for_day,         0,      WORKING
            pending_cancel,       1,      PARTIALLY_FILLED
            partially_filled,     1,      PARTIALLY_FILLED
            filled,               2,      FILLED
            canceled,             1,      CANCELED
            expired,              0,      EXPIRED
            rejected,             0,      REJECTED
            replaced,             0,      REPLACED
            liquidating_somehow,  0,      UNKNOWN
            """)
    void readsEachStatusAndKeepsAnUnknownOneAlive(String said, String filled, OrderStatus is) {
        local.answers(
                OrderJson.option().withStatus(said).withQuantity("2", filled).toString());

        assertThat(broker.order(id()).map(BrokerOrder::status)).isEqualTo(new Reply.Answer<>(is));
    }

    @Test
    void looksAnOrderUpByItsIdAndSaysWhenThereIsNone() {
        local.answers(OrderJson.option().toString())
                .answers(404, "{\"code\":40410000,\"message\":\"order not found\"}");

        assertThat(broker.order(id()))
                .isEqualTo(new Reply.Answer<>(new BrokerOrder(
                        "30a077fa-96f6-4f20-a052-4b921ee2f243",
                        OrderJson.CLIENT_ID,
                        OptionContract.parse(OrderJson.CALL),
                        Side.BUY,
                        2,
                        0,
                        null,
                        Money.of("1.50"),
                        OrderStatus.WORKING,
                        Instant.parse("2026-04-09T14:31:02.056332248Z"),
                        null)));
        assertThat(broker.order(id()))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.isNotFound()).isTrue());
        assertThat(local.request().getTarget())
                .isEqualTo("/v2/orders:by_client_order_id?client_order_id=" + OrderJson.CLIENT_ID);
    }

    @Test
    void anotherOrdersAnswerIsNoAnswer() {
        local.answers(OrderJson.option().withClientOrderId("by-hand").toString());

        assertThat(broker.order(id())).isInstanceOf(Reply.Unavailable.class);
    }

    @Test
    void anOrderWithAnUnknownSideMakesTheListUnreadable() {
        local.answers("[" + OrderJson.option().withSide("sideways") + "]");

        assertThat(broker.openOrders()).isInstanceOf(Reply.Unavailable.class);
    }

    @Test
    void aPositionOfAnUnknownSideIsNotTakenForLong() {
        local.answers("[{\"symbol\":\"SPY\",\"asset_class\":\"us_equity\",\"qty\":\"5\",\"side\":\"sideways\","
                + "\"avg_entry_price\":\"512\"}]");

        assertThat(broker.positions()).isInstanceOf(Reply.Unavailable.class);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            field,           known
            order_class,     simple
            order_type,      limit
            time_in_force,   day
            position_intent, buy_to_open
            """)
    void aWordNobodyKnowsInAFieldNobodyNeedsCostsNoOrder(String field, String known) {
        String order = OrderJson.option().toString();
        String strange =
                order.replace("\"%s\":\"%s\"".formatted(field, known), "\"%s\":\"of_a_later_year\"".formatted(field));
        assertThat(strange).isNotEqualTo(order);
        local.answers(strange);

        assertThat(broker.order(id())).isInstanceOf(Reply.Answer.class);
    }

    @Test
    void listsTheLegsOfAnOrderOfSeveralContracts() {
        String legs = OrderJson.option().withId("leg-1") + ","
                + OrderJson.option().withId("leg-2").of("us_option", "NVDA260410C00195000");
        local.answers("[{\"id\":\"parent\",\"client_order_id\":\"by-hand\",\"symbol\":\"\",\"order_class\":\"mleg\","
                + "\"status\":\"new\",\"submitted_at\":\"2026-04-09T14:31:02Z\",\"legs\":[" + legs + "]}]");

        assertThat(broker.openOrders().answer().orElseThrow())
                .extracting(BrokerOrder::id)
                .containsExactly("leg-1", "leg-2");
    }

    @Test
    void pagesThroughMoreThanFiveHundredOrdersOldestFirst() {
        Instant first = Instant.parse("2026-04-09T13:30:00Z");
        List<String> rows = IntStream.range(0, 501)
                .mapToObj(i -> OrderJson.option()
                        .withId("id-" + i)
                        .submittedAt(first.plusSeconds(Math.min(i, 499)).toString())
                        .toString())
                .toList();
        // The 500th and 501st share one instant, and the page ends between them.
        local.answers(page(rows.subList(0, 500))).answers(page(rows.subList(499, 501)));

        List<BrokerOrder> orders = broker.ordersSince(first).answer().orElseThrow();

        assertThat(orders).extracting(BrokerOrder::id).doesNotHaveDuplicates().hasSize(501);
        assertThat(orders.getFirst().id()).isEqualTo("id-0");
        assertThat(URLDecoder.decode(local.request().getTarget(), UTF_8))
                .contains("status=all", "limit=500", "direction=asc", "after=2026-04-09T13:29:59.999999999Z");
        assertThat(URLDecoder.decode(local.request().getTarget(), UTF_8))
                .contains("after=2026-04-09T13:38:18.999999999Z");
    }

    @Test
    void F39_aMissingPageMakesTheWholeListUnavailable() {
        String full = page(IntStream.range(0, 500)
                .mapToObj(i -> OrderJson.option().withId("id-" + i).toString())
                .toList());
        local.answers(full).answers(500, "{}").answers(full).answers(full);

        assertThat(broker.openOrders()).isEqualTo(new Reply.Unavailable<>("HTTP 500: {}"));
        assertThat(broker.openOrders()).as("pages that do not advance").isInstanceOf(Reply.Unavailable.class);
    }

    private static ClientOrderId id() {
        return ClientOrderId.parse(OrderJson.CLIENT_ID).orElseThrow();
    }

    private static String page(List<String> rows) {
        return rows.stream().collect(Collectors.joining(",", "[", "]"));
    }
}
