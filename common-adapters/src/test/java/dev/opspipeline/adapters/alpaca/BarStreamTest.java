package dev.opspipeline.adapters.alpaca;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.gson.JsonParser;
import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Ticker;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

@Timeout(60)
class BarStreamTest {

    private static final Ticker SPY = new Ticker("SPY");
    private static final Instant START = Instant.parse("2026-04-09T14:31:00Z");

    private final LocalServer local = new LocalServer();
    private final RecordingInbox inbox = new RecordingInbox();
    private final List<Bar> bars = new CopyOnWriteArrayList<>();
    private final List<Bar> corrections = new CopyOnWriteArrayList<>();
    private final BarStream stream =
            new BarStream(local.connection, List.of(SPY, new Ticker("NVDA")), bars::add, corrections::add, inbox);

    @AfterEach
    void stop() {
        stream.close();
        local.close();
    }

    @Test
    void logsInSubscribesAndCountsAFrameOfSeveralBarsOnce() {
        Peer peer = connect();

        peer.say("[" + bar("b", "SPY", 512.5) + "," + bar("b", "NVDA", 182) + "]");
        peer.sayInBinary("[" + bar("u", "SPY", 512.6) + "]");
        peer.say("[{\"T\":\"success\",\"msg\":\"still here\"}]");
        peer.say("[{\"T\":\"d\",\"S\":\"SPY\"}]");

        assertThat(List.of(inbox.next(), inbox.next(), inbox.next())).containsExactly("frame 1", "frame 2", "frame 3");
        assertThat(bars)
                .containsExactly(
                        new Bar(SPY, START, 511, 513, 510, 512.5, 60937),
                        new Bar(new Ticker("NVDA"), START, 511, 513, 510, 182, 60937));
        assertThat(corrections).containsExactly(new Bar(SPY, START, 511, 513, 510, 512.6, 60937));
        assertThat(stream.framesHandled()).isEqualTo(3);
        assertThat(local.request().getTarget()).isEqualTo("/v2/iex");
        assertThat(JsonParser.parseString(peer.hears()))
                .isEqualTo(JsonParser.parseString(
                        "{\"action\":\"auth\",\"key\":\"AK-TEST\",\"secret\":\"s3cr3t-of-the-test\"}"));
        assertThat(JsonParser.parseString(peer.hears()))
                .isEqualTo(JsonParser.parseString("{\"action\":\"subscribe\",\"bars\":[\"NVDA\",\"SPY\"],"
                        + "\"updatedBars\":[\"NVDA\",\"SPY\"]}"));
    }

    @Test
    void X28_reconnectsAfterARefusedSubscriptionAndAnyEnd() {
        local.server.enqueue(refusing().upgrade());
        Peer peer = connect();
        Peer last = Peer.bars();
        local.server.enqueue(Peer.bars().upgrade());
        local.server.enqueue(last.upgrade());

        peer.closeGracefully();
        assertThat(List.of(inbox.next(), inbox.next())).containsExactly("disconnected", "connected");
        local.cutNewestConnection();
        assertThat(List.of(inbox.next(), inbox.next())).containsExactly("disconnected", "connected");

        last.say("[" + bar("b", "SPY", 512) + "]");
        assertThat(inbox.next()).isEqualTo("frame 1");
        assertThat(local.requests()).isEqualTo(4);
    }

    /** Else the next attempt would come at once, and again and again. */
    @Test
    void X28_isNotConnectedByALoginWhoseSubscriptionIsRefused() {
        Peer refusing = new Peer(
                "[{\"T\":\"success\",\"msg\":\"connected\"}]",
                (peer, said) -> peer.say(
                        said.contains("\"auth\"")
                                ? "[{\"T\":\"success\",\"msg\":\"authenticated\"}]"
                                : "[{\"T\":\"error\",\"code\":409,\"msg\":\"insufficient subscription\"}]"));
        local.server.enqueue(refusing.upgrade());

        Peer next = connect();
        next.say("[" + bar("b", "SPY", 512) + "]");

        assertThat(inbox.next()).isEqualTo("frame 1");
        assertThat(local.requests()).isEqualTo(2);
    }

    @Test
    void aRefusalThatGoesOnIsSaidOnce() {
        Logger logger = (Logger) LoggerFactory.getLogger(SupervisedStream.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.setLevel(Level.WARN);
        logger.addAppender(lines);
        try {
            for (int attempt = 0; attempt < 3; attempt++) {
                local.server.enqueue(refusing().upgrade());
            }
            connect();
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(null);
        }

        assertThat(lines.list.stream().filter(line -> line.getLevel() == Level.WARN))
                .singleElement()
                .satisfies(line -> assertThat(line.getKeyValuePairs())
                        .anySatisfy(pair -> assertThat(String.valueOf(pair.value))
                                .isEqualTo("refused: 406 connection limit exceeded")));
    }

    private static Peer refusing() {
        return new Peer(
                "[{\"T\":\"success\",\"msg\":\"connected\"}]",
                (peer, said) -> peer.say("[{\"T\":\"error\",\"code\":406,\"msg\":\"connection limit exceeded\"}]"));
    }

    @Test
    void X27_aBarThatCannotBeReadIsNotPassedOn() {
        Peer peer = connect();

        peer.say("[{\"T\":\"b\",\"S\":\"SPY\",\"t\":\"yesterday\"}]");

        assertThat(List.of(inbox.next(), inbox.next())).containsExactly("unreadable", "frame 1");
        assertThat(bars).isEmpty();
        assertThat(stream.isConnected()).isTrue();
    }

    /** What is wrong with its numbers is for the engine to say; the bars beside it are good. */
    @Test
    void X27_aBarWithImpossibleNumbersDoesNotCostTheOthersTheirs() {
        Peer peer = connect();

        peer.say("[" + bar("b", "SPY", 0) + "," + bar("b", "NVDA", 182) + "]");

        assertThat(inbox.next()).isEqualTo("frame 1");
        assertThat(bars).extracting(Bar::close).containsExactly(0.0, 182.0);
    }

    @Test
    void followsOtherTickersOnTheSameConnectionAndOnTheNext() {
        Peer peer = connect();
        peer.hears();
        peer.hears();

        stream.follow(List.of(SPY, new Ticker("AMD")));

        assertThat(peer.hears()).isEqualTo("{\"action\":\"subscribe\",\"bars\":[\"AMD\"],\"updatedBars\":[\"AMD\"]}");
        assertThat(peer.hears())
                .isEqualTo("{\"action\":\"unsubscribe\",\"bars\":[\"NVDA\"],\"updatedBars\":[\"NVDA\"]}");
        Peer next = Peer.bars();
        local.server.enqueue(next.upgrade());
        stream.reconnect("silent");
        assertThat(List.of(inbox.next(), inbox.next())).containsExactly("disconnected", "connected");
        next.hears();
        assertThat(next.hears()).contains("\"bars\":[\"AMD\",\"SPY\"]");
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            code | message                   | explained
            402  | auth failed               | the key is not accepted: check APCA_API_KEY_ID and APCA_API_SECRET_KEY
            405  | symbol limit exceeded     | the subscription allows fewer tickers than are watched
            406  | connection limit exceeded | another connection uses the account's only one: bars are polled instead
            409  | insufficient subscription | the account has no subscription to feed 'iex': set ALPACA_STOCK_FEED to one it has, as in iex
            500  | internal error            | refused with code 500: internal error
            """)
    void saysInOneLineWhyTheBrokerDoesNotLetItIn(int code, String message, String explained) {
        Peer refusing = new Peer(
                "[{\"T\":\"success\",\"msg\":\"connected\"}]",
                (peer, said) -> peer.say("[{\"T\":\"error\",\"code\":%d,\"msg\":\"%s\"}]".formatted(code, message)));
        CompletableFuture<String> refusal = new CompletableFuture<>();
        local.server.enqueue(refusing.upgrade());
        Peer letsIn = new Peer("[{\"T\":\"success\",\"msg\":\"connected\"}]", (peer, said) -> {
            if (said.contains("\"auth\"")) {
                boolean unused = refusal.complete(
                        stream.refusal().map(StreamRefusal::explained).orElse("none"));
                peer.say("[{\"T\":\"success\",\"msg\":\"authenticated\"}]");
            } else {
                peer.say("[{\"T\":\"subscription\",\"bars\":[\"SPY\"]}]");
            }
        });
        local.server.enqueue(letsIn.upgrade());
        stream.start();

        assertThat(inbox.next()).isEqualTo("connected");
        assertThat(refusal.join()).isEqualTo(explained);
        assertThat(stream.refusal()).isEmpty();
    }

    private Peer connect() {
        Peer peer = Peer.bars();
        local.server.enqueue(peer.upgrade());
        stream.start();
        assertThat(inbox.next()).isEqualTo("connected");
        return peer;
    }

    private static String bar(String kind, String symbol, double close) {
        return "{\"T\":\"%s\",\"S\":\"%s\",\"o\":511,\"h\":513,\"l\":510,\"c\":%s,\"v\":60937,\"n\":17,\"vw\":511.9,"
                        .formatted(kind, symbol, close)
                + "\"t\":\"2026-04-09T14:31:00Z\"}";
    }
}
