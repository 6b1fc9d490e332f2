package dev.opspipeline.adapters.alpaca;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.opspipeline.account.Broker.CancelAccepted;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.account.OrderStatus;
import dev.opspipeline.account.PositionIntent;
import dev.opspipeline.account.Reply;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import java.time.InstantSource;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlpacaBrokerOrdersTest {

    private static final OptionContract CALL = OptionContract.parse(OrderJson.CALL);

    private final LocalServer local = new LocalServer();
    private final AlpacaBroker broker = new AlpacaBroker(local.connection, InstantSource.system());

    @AfterEach
    void stop() {
        local.close();
    }

    @Test
    void sendsALimitOrderWithItsIdItsIntentAndWholeContracts() {
        local.answers(OrderJson.option().toString());

        assertThat(broker.submit(entry()).map(BrokerOrder::status)).isEqualTo(new Reply.Answer<>(OrderStatus.WORKING));

        var request = local.request();
        assertThat(request.getRequestLine()).startsWith("POST /v2/orders ");
        assertThat(body(request)).isEqualTo(JsonParser.parseString("""
                {"symbol":"NVDA260410C00190000","qty":"2","side":"buy","type":"limit","time_in_force":"day",
                 "limit_price":"1.50","client_order_id":"%s","position_intent":"buy_to_open"}
                """.formatted(OrderJson.CLIENT_ID)));
    }

    @Test
    void F02_aMarketCloseSaysThatItCloses() {
        ClientOrderId id =
                ClientOrderId.parse("tiny.x.NVDA260410C00190000-adopted.1").orElseThrow();
        local.answers(OrderJson.option()
                .withClientOrderId(id.value())
                .withSide("sell")
                .toString());

        assertThat(broker.submit(new OrderRequest(id, CALL, PositionIntent.SELL_TO_CLOSE, 2, null)))
                .isInstanceOf(Reply.Answer.class);

        JsonObject body = body(local.request());
        assertThat(body.get("position_intent").getAsString()).isEqualTo("sell_to_close");
        assertThat(body.get("side").getAsString()).isEqualTo("sell");
        assertThat(body.get("type").getAsString()).isEqualTo("market");
        assertThat(body.has("limit_price")).isFalse();
    }

    @Test
    void X01_aDroppedConnectionAfterThePostIsUnavailableAndThePostIsSentOnce() {
        // The first answer leaves a pooled connection behind, over which OkHttp would by default send again.
        local.answers("[]").hangsUp().answers(OrderJson.option().toString());
        assertThat(broker.positions()).isInstanceOf(Reply.Answer.class);

        assertThat(broker.submit(entry())).isInstanceOf(Reply.Unavailable.class);

        assertThat(local.requests()).isEqualTo(2);
    }

    @Test
    void X01_aPostWithoutAnAnswerInTimeIsUnavailable() {
        local.answersTooLate(OrderJson.option().toString())
                .answers(OrderJson.option().toString());

        assertThat(broker.submit(entry())).isInstanceOf(Reply.Unavailable.class);

        assertThat(local.requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 421, 429, 500, 502, 503, 504})
    void X03_anErrorAfterThePostIsUnavailableAndThePostIsSentOnce(int status) {
        local.server.enqueue(new MockResponse.Builder()
                .code(status)
                .addHeader("Retry-After", "0")
                .body("{\"code\":1,\"message\":\"later\"}")
                .build());
        local.answers(OrderJson.option().toString());

        // 421 says that it was the wrong server: understood, and not done.
        assertThat(broker.submit(entry()))
                .isEqualTo(
                        status == 421
                                ? new Reply.Refused<>(421, 1, "later")
                                : new Reply.Unavailable<>("HTTP " + status + ": later"));

        assertThat(local.requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void X03_aRedirectIsNotFollowed(int status) {
        local.server.enqueue(new MockResponse.Builder()
                .code(status)
                .addHeader("Location", "/v2/orders")
                .build());
        local.answers(OrderJson.option().toString());

        assertThat(broker.submit(entry())).isInstanceOf(Reply.Unavailable.class);

        assertThat(local.requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Bad gateway</html>", "{}", "null", "[]", "{\"id\":\"1\"", "{\"id\":\"1\"}"})
    void X05_aSuccessThatCannotBeReadIsUnavailable(String body) {
        local.answers(200, body);

        assertThat(broker.submit(entry())).isInstanceOf(Reply.Unavailable.class);
    }

    @Test
    void X06_aRepeatedIdIsRefusedUnderItsCode() {
        local.answers(422, "{\"code\":40010001,\"message\":\"client_order_id must be unique\"}");

        assertThat(broker.submit(entry()))
                .isEqualTo(new Reply.Refused<>(422, 40010001, "client_order_id must be unique"));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            message
            insufficient options buying power
            account not eligible to trade uncovered option contracts
            """)
    void X07_aRefusalOfTheBrokerIsFinal(String message) {
        local.answers(
                403,
                "{\"code\":40310000,\"message\":\"" + message + "\",\"held_for_orders\":\"1\",\"related_orders\":[]}");

        assertThat(broker.submit(entry())).isEqualTo(new Reply.Refused<>(403, 40310000, message));
        assertThat(local.requests()).isEqualTo(1);
    }

    @Test
    void anUnknownStatusOfANewOrderIsAlive() {
        local.answers(OrderJson.option().withStatus("being_pondered").toString());

        assertThat(broker.submit(entry()).map(BrokerOrder::status)).isEqualTo(new Reply.Answer<>(OrderStatus.UNKNOWN));
    }

    @Test
    void cancelsByTheBrokersId() {
        local.answers(204, "").answers(404, "{\"code\":40410000,\"message\":\"order not found\"}");
        local.answers(422, "{\"code\":42210000,\"message\":\"order is not cancelable\"}")
                .answers(200, "<html></html>");

        assertThat(broker.cancel("30a077fa-96f6")).isEqualTo(new Reply.Answer<>(new CancelAccepted()));
        assertThat(local.request().getRequestLine()).startsWith("DELETE /v2/orders/30a077fa-96f6 ");
        assertThat(broker.cancel("gone")).isEqualTo(new Reply.Refused<>(404, 40410000, "order not found"));
        assertThat(broker.cancel("filled")).isEqualTo(new Reply.Refused<>(422, 42210000, "order is not cancelable"));
        assertThat(broker.cancel("odd")).isInstanceOf(Reply.Unavailable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "..", "a/b"})
    void neverCancelsEverythingForWantOfAnId(String id) {
        assertThat(broker.cancel(id)).isInstanceOf(Reply.Refused.class);

        assertThat(local.requests()).isZero();
    }

    private static OrderRequest entry() {
        return new OrderRequest(
                ClientOrderId.parse(OrderJson.CLIENT_ID).orElseThrow(),
                CALL,
                PositionIntent.BUY_TO_OPEN,
                2,
                Money.of("1.50"));
    }

    private static JsonObject body(mockwebserver3.RecordedRequest request) {
        return JsonParser.parseString(
                        java.util.Objects.requireNonNull(request.getBody()).utf8())
                .getAsJsonObject();
    }
}
