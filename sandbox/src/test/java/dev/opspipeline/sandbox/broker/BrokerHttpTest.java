package dev.opspipeline.sandbox.broker;

import static dev.opspipeline.sandbox.broker.TestAccounts.TEN;
import static dev.opspipeline.sandbox.broker.TestAccounts.TINY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.sandbox.market.TestMarket;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class BrokerHttpTest {

    private final TestAccounts accounts = new TestAccounts();
    private BrokerHttp server;
    private BrokerClient client;

    @BeforeEach
    void start() {
        serve(RequestBudget.generous(200), FaultPlan.none());
    }

    private void serve(RequestBudget budget, FaultPlan faults) {
        server = BrokerHttp.start(accounts.broker, TestMarket.CALENDAR, budget, RequestBudget.generous(200), faults, 0);
        client = new BrokerClient(server.port());
    }

    private void serveAgain(RequestBudget budget, FaultPlan faults) {
        stop();
        serve(budget, faults);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void showsTheAccountWithMoneyAsText() {
        JsonNode account = client.get("/v2/account");
        assertThat(account.path("account_number").asString("")).isEqualTo("SBX-TINY-0001");
        assertThat(account.path("equity").isString()).isTrue();
        assertThat(account.path("options_buying_power").asString("")).isEqualTo("1804.00");
        assertThat(account.path("options_trading_level").asInt()).isEqualTo(2);
        assertThat(account.path("status").asString("")).isEqualTo("ACTIVE");
        assertThat(client.get("/v2/account/configurations").path("no_shorting").asBoolean())
                .isTrue();
    }

    @Test
    void refusesUnknownKeys() {
        HttpResponse<String> answer = client.send(client.request("GET", "/v2/account", null)
                .header("APCA-API-KEY-ID", "key-tiny")
                .build());
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void showsTheClockAndHalfDays() {
        JsonNode clock = client.get("/v2/clock");
        assertThat(clock.path("timestamp").asString("")).isEqualTo("2026-04-10T10:00:00-04:00");
        assertThat(clock.path("is_open").asBoolean()).isTrue();
        assertThat(clock.path("next_open").asString("")).isEqualTo("2026-04-13T09:30:00-04:00");
        assertThat(clock.path("next_close").asString("")).isEqualTo("2026-04-10T16:00:00-04:00");
        JsonNode days = client.get("/v2/calendar?start=2026-11-25&end=2026-11-27");
        assertThat(days).hasSize(2);
        assertThat(days.get(1).path("date").asString("")).isEqualTo("2026-11-27");
        assertThat(days.get(1).path("open").asString("")).isEqualTo("09:30");
        assertThat(days.get(1).path("close").asString("")).isEqualTo("13:00");
    }

    @Test
    void takesAnOrderAndShowsItWithPositionAndActivity() {
        HttpResponse<String> answer = client.submit(accounts.buyAtAsk(1, "tiny.d.x.e1"));
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode accepted = BrokerClient.json(answer.body());
        assertThat(accepted.path("status").asString("")).isEqualTo("pending_new");
        String id = accepted.path("id").asString("");
        assertThat(client.get("/v2/orders/" + id).path("status").asString("")).isEqualTo("filled");
        assertThat(client.get("/v2/orders:by_client_order_id?client_order_id=tiny.d.x.e1")
                        .path("id")
                        .asString(""))
                .isEqualTo(id);
        JsonNode position = client.get("/v2/positions").get(0);
        assertThat(position.path("qty_available").asString("")).isEqualTo("1");
        assertThat(position.path("asset_class").asString("")).isEqualTo("us_option");
        assertThat(client.get("/v2/positions/" + accounts.symbol())).isEqualTo(position);
        JsonNode fill = client.get("/v2/account/activities/FILL").get(0);
        assertThat(fill.path("order_id").asString("")).isEqualTo(id);
        assertThat(fill.path("leaves_qty").asString("")).isEqualTo("0");
        assertThat(client.get("/v2/account/activities/OPEXP")).isEmpty();
    }

    @Test
    void listsOrdersByStatusAndTime() {
        client.submit(accounts.buy(1, "0.01", "a"));
        server.advanceTo(TEN.plusSeconds(60));
        client.submit(accounts.buy(1, "0.02", "b"));
        client.submit(accounts.buyAtAsk(1, "c"));
        assertThat(clientIds("/v2/orders")).containsExactly("b", "a");
        assertThat(clientIds("/v2/orders?status=all&direction=asc")).containsExactly("a", "b", "c");
        assertThat(clientIds("/v2/orders?status=closed")).containsExactly("c");
        assertThat(clientIds("/v2/orders?status=all&after=2026-04-10T14:00:00Z"))
                .containsExactly("c", "b");
        assertThat(clientIds("/v2/orders?status=all&limit=1")).containsExactly("c");
        assertThat(clientIds("/v2/orders?symbols=AAPL&asset_class=us_option")).containsExactly("b", "a");
        assertThat(clientIds("/v2/orders?symbols=UBER")).isEmpty();
    }

    @Test
    void cancelsWithoutABody() {
        JsonNode order =
                BrokerClient.json(client.submit(accounts.buy(1, "0.01", "a")).body());
        String path = "/v2/orders/" + order.path("id").asString("");
        HttpResponse<String> canceled = client.send("DELETE", path, null);
        assertThat(canceled.statusCode()).isEqualTo(204);
        assertThat(canceled.body()).isEmpty();
        assertThat(client.send("DELETE", path, null).statusCode()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/orders/nobody",
                "/v2/orders:by_client_order_id?client_order_id=nobody",
                "/v2/positions/AAPL260413C00202500"
            })
    void answers404ForWhatIsNotThere(String path) {
        HttpResponse<String> answer = client.send("GET", path, null);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(BrokerClient.json(answer.body()).path("code").asInt()).isEqualTo(40_410_000);
    }

    @Test
    void X06_saysOverTheWireThatAnIdWasSentBefore() {
        client.submit(accounts.buyAtAsk(1, "a"));
        HttpResponse<String> again = client.submit(accounts.buyAtAsk(1, "a"));
        assertThat(again.statusCode()).isEqualTo(422);
        assertThat(BrokerClient.json(again.body()).path("code").asInt()).isEqualTo(40_010_001);
    }

    @Test
    void X07_saysOverTheWireThatBuyingPowerIsShort() {
        HttpResponse<String> answer = client.submit(accounts.buy(100, "5.00", "a"));
        assertThat(answer.statusCode()).isEqualTo(403);
        JsonNode body = BrokerClient.json(answer.body());
        assertThat(body.path("code").asInt()).isEqualTo(40_310_000);
        assertThat(body.path("options_buying_power").asString("")).isEqualTo("1804.00");
    }

    @Test
    void X01_anOrderCanBeTakenAndAnsweredWithAnError() {
        serveAgain(
                RequestBudget.generous(200),
                request -> request.method().equals("POST")
                        ? new FaultPlan.Fault.Afterwards(504, "")
                        : new FaultPlan.Fault.None());
        assertThat(client.submit(accounts.buyAtAsk(1, "a")).statusCode()).isEqualTo(504);
        assertThat(accounts.order(TINY, "a").filledQty()).isEqualTo(1);
    }

    @Test
    void X08_countsRequestsPerMinuteOfMarketTime() {
        serveAgain(RequestBudget.strict(2), FaultPlan.none());
        HttpResponse<String> first = client.send("GET", "/v2/clock", null);
        assertThat(first.headers().firstValue("X-RateLimit-Limit")).contains("2");
        assertThat(first.headers().firstValue("X-RateLimit-Remaining")).contains("1");
        assertThat(first.headers().firstValue("X-RateLimit-Reset"))
                .contains(Long.toString(TEN.plusSeconds(60).getEpochSecond()));
        assertThat(client.send("GET", "/v2/clock", null).statusCode()).isEqualTo(200);
        assertThat(client.send("GET", "/v2/clock", null).statusCode()).isEqualTo(429);
        server.advanceTo(TEN.plusSeconds(60));
        assertThat(client.send("GET", "/v2/clock", null).statusCode()).isEqualTo(200);
    }

    @Test
    void countsWhatItWasAskedAndWhatChanged() {
        long before = server.changes();
        client.get("/v2/clock");
        client.submit(accounts.buyAtAsk(1, "a"));
        assertThat(server.changes()).isEqualTo(before + 2);
        assertThat(server.requestsReceived()).containsOnlyKeys("dispatcher/d-1");
    }

    private List<String> clientIds(String path) {
        return client.get(path)
                .valueStream()
                .map(order -> order.path("client_order_id").asString(""))
                .toList();
    }
}
