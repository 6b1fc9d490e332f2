package dev.opspipeline.sandbox.broker;

import static dev.opspipeline.sandbox.broker.TestAccounts.LARGE;
import static dev.opspipeline.sandbox.broker.TestAccounts.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.sandbox.market.TestMarket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class BrokerStreamsTest {

    private final TestAccounts accounts = new TestAccounts();
    private final BrokerHttp server = BrokerHttp.start(
            accounts.broker,
            TestMarket.CALENDAR,
            RequestBudget.generous(200),
            RequestBudget.generous(200),
            FaultPlan.none(),
            0);
    private final BrokerClient client = new BrokerClient(server.port());

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"action\":\"auth\",\"key\":\"key-tiny\",\"secret\":\"secret-tiny\"}",
                "{\"action\":\"authenticate\",\"data\":{\"key_id\":\"key-tiny\",\"secret_key\":\"secret-tiny\"}}"
            })
    void sendsTradeUpdatesInBinaryFramesAfterEitherFormOfAuthorization(String auth) {
        BrokerClient.Listener stream = client.listen("/stream");
        stream.say(auth);
        assertThat(stream.next().path("data").path("status").asString("")).isEqualTo("authorized");
        listenToTradeUpdates(stream);
        client.submit(accounts.buyAtAsk(1, "a"));
        JsonNode fresh = stream.next();
        assertThat(fresh.path("stream").asString("")).isEqualTo("trade_updates");
        assertThat(fresh.path("data").path("event").asString("")).isEqualTo("new");
        String raw = stream.raw();
        assertThat(raw).startsWith("binary ");
        JsonNode fill = BrokerClient.json(raw.substring(7)).path("data");
        assertThat(fill.path("event").asString("")).isEqualTo("fill");
        assertThat(fill.path("execution_id").asString("")).hasSize(36);
        assertThat(fill.path("position_qty").asString("")).isEqualTo("1");
        assertThat(fill.path("price").asString(""))
                .isEqualTo(accounts.quote().ask().toPlainString());
        assertThat(fill.path("order").path("client_order_id").asString("")).isEqualTo("a");
        assertThat(server.streams())
                .containsExactly(new StreamCount("dispatcher", "d-1", "tiny", StreamCount.TRADE_UPDATES, 2));
    }

    @Test
    void tellsNobodyOfAnotherAccountsOrders() {
        BrokerClient.Listener stream = tradeUpdates();
        accounts.accepted(LARGE, accounts.buyAtAsk(1, "other"));
        client.submit(accounts.buyAtAsk(1, "mine"));
        assertThat(stream.next()
                        .path("data")
                        .path("order")
                        .path("client_order_id")
                        .asString(""))
                .isEqualTo("mine");
    }

    @Test
    void doesNotAuthorizeAWrongSecret() {
        BrokerClient.Listener stream = client.listen("/stream");
        stream.say("{\"action\":\"auth\",\"key\":\"key-tiny\",\"secret\":\"secret-large\"}");
        assertThat(stream.next().path("data").path("status").asString("")).isEqualTo("unauthorized");
        stream.say("{\"action\":\"listen\",\"data\":{\"streams\":[\"trade_updates\"]}}");
        assertThat(stream.next().path("data").path("streams")).isEmpty();
        assertThat(server.streams()).isEmpty();
        BrokerClient.Listener bars = client.listen("/v2/sip");
        bars.next();
        bars.say("{\"action\":\"auth\",\"key\":\"key-tiny\",\"secret\":\"no\"}");
        assertThat(bars.next().get(0).path("code").asInt()).isEqualTo(402);
    }

    @Test
    void sendsEachMinutesBarsInTickerOrderToWhoSubscribed() {
        BrokerClient.Listener stream = bars("UBER", "AAPL");
        server.advanceTo(TEN.plusSeconds(55));
        assertThat(server.streams().getFirst().frames()).isZero();
        server.advanceTo(TEN.plusSeconds(120));
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            JsonNode bar = stream.next().get(0);
            assertThat(bar.path("T").asString("")).isEqualTo("b");
            seen.add(bar.path("S").asString("") + " " + bar.path("t").asString(""));
        }
        assertThat(seen)
                .containsExactly(
                        "AAPL 2026-04-10T14:00:00Z",
                        "UBER 2026-04-10T14:00:00Z",
                        "AAPL 2026-04-10T14:01:00Z",
                        "UBER 2026-04-10T14:01:00Z");
        assertThat(server.streams()).containsExactly(new StreamCount("dispatcher", "d-1", "tiny", StreamCount.BARS, 4));
    }

    @Test
    void countsForALateSubscriberOnlyWhatCameAfterIt() {
        BrokerClient.Listener early = bars("*");
        server.advanceTo(TEN.plusSeconds(60));
        BrokerClient.Listener late = bars("UBER");
        server.advanceTo(TEN.plusSeconds(120));
        assertThat(server.streams()).extracting(StreamCount::frames).containsExactly(4L, 1L);
        assertThat(late.next().get(0).path("t").asString("")).isEqualTo("2026-04-10T14:01:00Z");
        assertThat(early.next().get(0).path("t").asString("")).isEqualTo("2026-04-10T14:00:00Z");
    }

    @Test
    void losesNothingAndKeepsTheOrderInABurst() {
        BrokerClient.Listener stream = bars("*");
        server.advanceTo(TestMarket.CLOSE);
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 2 * 360; i++) {
            JsonNode bar = stream.next().get(0);
            seen.add(bar.path("t").asString("") + bar.path("S").asString(""));
        }
        assertThat(seen).isSorted().doesNotHaveDuplicates();
    }

    private BrokerClient.Listener tradeUpdates() {
        BrokerClient.Listener stream = client.listen("/stream");
        stream.say("{\"action\":\"auth\",\"key\":\"key-tiny\",\"secret\":\"secret-tiny\"}");
        stream.next();
        listenToTradeUpdates(stream);
        return stream;
    }

    private static void listenToTradeUpdates(BrokerClient.Listener stream) {
        stream.say("{\"action\":\"listen\",\"data\":{\"streams\":[\"trade_updates\"]}}");
        assertThat(stream.next().path("data").path("streams").get(0).asString(""))
                .isEqualTo("trade_updates");
    }

    private BrokerClient.Listener bars(String... tickers) {
        BrokerClient.Listener stream = client.listen("/v2/iex");
        assertThat(stream.next().get(0).path("msg").asString("")).isEqualTo("connected");
        stream.say("{\"action\":\"auth\",\"key\":\"key-tiny\",\"secret\":\"secret-tiny\"}");
        assertThat(stream.next().get(0).path("msg").asString("")).isEqualTo("authenticated");
        stream.say("{\"action\":\"subscribe\",\"bars\":[\"" + String.join("\",\"", tickers) + "\"]}");
        assertThat(stream.next().get(0).path("bars")).hasSize(tickers.length);
        return stream;
    }
}
