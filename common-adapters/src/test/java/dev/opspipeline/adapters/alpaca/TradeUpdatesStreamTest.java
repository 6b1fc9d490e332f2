package dev.opspipeline.adapters.alpaca;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.OrderStatus;
import dev.opspipeline.account.TradeUpdate;
import dev.opspipeline.money.Money;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TradeUpdatesStreamTest {

    private final LocalServer local = new LocalServer();
    private final RecordingInbox inbox = new RecordingInbox();
    private final List<TradeUpdate> updates = new CopyOnWriteArrayList<>();
    private final TradeUpdatesStream stream = new TradeUpdatesStream(local.connection, updates::add, inbox);

    @AfterEach
    void stop() {
        stream.close();
        local.close();
    }

    @Test
    void logsInListensAndReadsTextAndBinaryFrames() {
        Peer peer = connect();

        peer.say(update("partial_fill", "partially_filled", "1", fill("exec-1", "1", "1.45", "1")));
        peer.sayInBinary(update("fill", "filled", "2", fill("exec-2", "1", "1.46", "2")));
        peer.say(update("new", "new", "2", ""));

        assertThat(List.of(inbox.next(), inbox.next(), inbox.next())).containsExactly("frame 1", "frame 2", "frame 3");
        assertThat(updates)
                .extracting(TradeUpdate::execution)
                .containsExactly(
                        new TradeUpdate.Execution("exec-1", 1, Money.of("1.45"), 1),
                        new TradeUpdate.Execution("exec-2", 1, Money.of("1.46"), 2),
                        null);
        assertThat(updates.get(1).at()).isEqualTo(Instant.parse("2026-04-09T14:31:03.123456789Z"));
        assertThat(updates.get(1).order())
                .returns(OrderJson.CLIENT_ID, BrokerOrder::clientOrderId)
                .returns(OrderStatus.FILLED, BrokerOrder::status)
                .returns(2, BrokerOrder::filledQuantity);
        var upgrade = local.request();
        assertThat(upgrade.getTarget()).isEqualTo("/stream");
        assertThat(upgrade.getHeaders().values("User-Agent")).containsExactly("ops-pipeline/dispatcher/test-1");
        assertThat(JsonParser.parseString(peer.hears()))
                .isEqualTo(JsonParser.parseString(
                        "{\"action\":\"auth\",\"key\":\"AK-TEST\",\"secret\":\"s3cr3t-of-the-test\"}"));
        assertThat(JsonParser.parseString(peer.hears()))
                .isEqualTo(
                        JsonParser.parseString("{\"action\":\"listen\",\"data\":{\"streams\":[\"trade_updates\"]}}"));
    }

    @Test
    void X28_reconnectsAfterAGracefulCloseAndSaysSo() {
        Peer first = connect();
        Peer second = accept(Peer.tradeUpdates());

        first.closeGracefully();

        assertThat(List.of(inbox.next(), inbox.next())).containsExactly("disconnected", "connected");
        second.say(update("new", "new", "0", ""));
        assertThat(inbox.next()).isEqualTo("frame 1");
        assertThat(stream.framesHandled()).isEqualTo(1);
    }

    @Test
    void X28_reconnectsAfterABrokenConnectionAndRefusalsForAsLongAsItTakes() {
        connect();
        local.answers(503, "").answers(401, "{}").hangsUp();
        accept(
                new Peer(
                        "",
                        (peer, said) -> peer.say(
                                "{\"stream\":\"authorization\",\"data\":{\"status\":\"unauthorized\",\"action\":\"listen\"}}")));
        for (int i = 0; i < 6; i++) {
            local.answers(500, "");
        }
        accept(Peer.tradeUpdates());

        local.cutNewestConnection();

        assertThat(List.of(inbox.next(), inbox.next())).containsExactly("disconnected", "connected");
        assertThat(local.requests()).isEqualTo(1 + 3 + 1 + 6 + 1);
    }

    @Test
    void X28_aPeerThatNoLongerAnswersPingsIsLeft() throws Exception {
        try (SilentPeer silent = new SilentPeer();
                AlpacaConnection connection =
                        new AlpacaConnection(LocalServer.settings(silent.port()), new SimpleMeterRegistry());
                TradeUpdatesStream watched = new TradeUpdatesStream(connection, updates::add, inbox)) {
            watched.start();

            assertThat(silent.connections().poll(5, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(silent.connections().poll(5, TimeUnit.SECONDS)).isEqualTo(2);
        }
    }

    @Test
    void countsFramesAsHandledOnlyOnceTheyAre() {
        Peer peer = connect();
        inbox.hold();
        peer.say(update("new", "new", "0", ""));
        assertThat(inbox.next()).isEqualTo("frame 1");

        assertThat(stream.framesReceived()).isEqualTo(1);
        assertThat(stream.framesHandled()).isZero();
        inbox.runHeld();
        assertThat(stream.framesHandled()).isEqualTo(1);
        assertThat(updates).hasSize(1);
    }

    @Test
    void F35_aFrameThatCannotBeReadIsCountedAndCallsForALookAtTheAccount() {
        Peer peer = connect();
        peer.say("{\"stream\":\"trade_updates\",\"data\":{\"event\":\"fill\"}}");
        assertThat(List.of(inbox.next(), inbox.next())).containsExactly("unreadable", "frame 1");

        peer.say(update("fill", "filled", "2", ",\"price\":\"much\",\"qty\":\"2\""));
        assertThat(List.of(inbox.next(), inbox.next())).containsExactly("unreadable", "frame 2");

        assertThat(updates).isEmpty();
        assertThat(stream.framesHandled()).isEqualTo(2);
        assertThat(stream.isConnected()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"trade_bust", "trade_correct"})
    void X17_aBustAndACorrectionPassTheOrderAsItStandsAndAreNoExecutions(String event) {
        Peer peer = connect();
        peer.say(update(event, "partially_filled", "1", fill("exec-1", "1", "1.45", "0")));

        assertThat(inbox.next()).isEqualTo("frame 1");
        assertThat(updates).singleElement().satisfies(update -> {
            assertThat(update.corrects()).isTrue();
            assertThat(update.execution()).isNull();
            assertThat(update.order().filledQuantity()).isEqualTo(1);
        });
    }

    @Test
    void anEventOfAnUnknownKindPassesTheOrderAndCallsForALookAtTheAccount() {
        Peer peer = connect();
        peer.say(update("split", "partially_filled", "1", ""));

        assertThat(List.of(inbox.next(), inbox.next())).containsExactly("unreadable", "frame 1");
        assertThat(updates)
                .singleElement()
                .satisfies(update -> assertThat(update.corrects()).isFalse());
    }

    @Test
    void X16_aFillWithoutAnIdGetsTheSameOneEachTime() {
        Peer peer = connect();
        String fill = update("fill", "filled", "2", ",\"price\":\"1.45\",\"qty\":\"2\"");
        peer.say(fill);
        peer.say(fill);
        assertThat(List.of(inbox.next(), inbox.next())).containsExactly("frame 1", "frame 2");

        assertThat(updates)
                .extracting(TradeUpdate::execution)
                .containsOnly(
                        new TradeUpdate.Execution("30a077fa-96f6-4f20-a052-4b921ee2f243#2", 2, Money.of("1.45"), null));
    }

    @Test
    void otherMessagesAreNotCounted() {
        Peer peer = connect();
        peer.say("{\"stream\":\"account_updates\",\"data\":{}}");
        peer.say(update("new", "new", "0", ""));

        assertThat(inbox.next()).isEqualTo("frame 1");
        assertThat(stream.framesReceived()).isEqualTo(1);
    }

    @Test
    void aMessageThatIsNotJsonEndsTheConnection() {
        Peer peer = connect();
        accept(Peer.tradeUpdates());
        peer.say("<html>");

        assertThat(List.of(inbox.next(), inbox.next())).containsExactly("disconnected", "connected");
    }

    @Test
    void saysGoodbyeWhenClosedAndStaysAway() {
        Peer peer = connect();
        assertThat(peer.hears()).contains("auth");
        assertThat(peer.hears()).contains("listen");

        stream.close();

        assertThat(peer.hears()).isEqualTo("closing 1000");
        assertThat(inbox.next()).isEqualTo("disconnected");
        assertThat(stream.isConnected()).isFalse();
        assertThat(local.requests()).isEqualTo(1);
    }

    @Test
    void anExecutorsInboxReconcilesOnEachConnection() throws Exception {
        CompletableFuture<String> ran = new CompletableFuture<>();
        try (TradeUpdatesStream other = new TradeUpdatesStream(
                local.connection, updates::add, StreamInbox.on(Runnable::run, () -> ran.complete("reconciled")))) {
            accept(Peer.tradeUpdates());
            other.start();

            assertThat(ran.get(5, TimeUnit.SECONDS)).isEqualTo("reconciled");
        }
    }

    private Peer connect() {
        Peer peer = accept(Peer.tradeUpdates());
        stream.start();
        assertThat(inbox.next()).isEqualTo("connected");
        return peer;
    }

    private Peer accept(Peer peer) {
        MockResponse upgrade = peer.upgrade();
        local.server.enqueue(upgrade);
        return peer;
    }

    private static String fill(String id, String quantity, String price, String position) {
        return ",\"execution_id\":\"%s\",\"qty\":\"%s\",\"price\":\"%s\",\"position_qty\":\"%s\""
                .formatted(id, quantity, price, position);
    }

    private static String update(String event, String status, String filled, String more) {
        return "{\"stream\":\"trade_updates\",\"data\":{\"event\":\"%s\",\"timestamp\":\"2026-04-09T14:31:03.123456789Z\","
                        .formatted(event)
                + "\"order\":" + OrderJson.option().withStatus(status).withQuantity("2", filled) + more + "}}";
    }
}
