package dev.opspipeline.adapters.alpaca;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Quote;
import dev.opspipeline.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import okio.Buffer;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class OptionQuoteStreamTest {

    private static final OptionContract CALL = OptionContract.parse("NVDA260417C00190000");
    private static final OptionContract PUT = OptionContract.parse("NVDA260417P00180000");
    private static final Instant NOW = Instant.parse("2026-04-09T14:31:00Z");

    private final LocalServer local = new LocalServer();
    private final RecordingInbox inbox = new RecordingInbox();
    private final List<Quote> quotes = new CopyOnWriteArrayList<>();
    private final OptionQuoteStream stream =
            new OptionQuoteStream(local.connection, () -> NOW, (contract, quote) -> quotes.add(quote), inbox);

    @AfterEach
    void stop() {
        stream.close();
        local.close();
    }

    @Test
    void asksForWhatIsHeldAndForNothingElse() {
        stream.follow(Set.of(CALL));
        Peer peer = connect();
        assertThat(local.request().getTarget()).isEqualTo("/v1beta1/indicative");
        assertThat(JsonParser.parseString(peer.hears()))
                .isEqualTo(JsonParser.parseString(
                        "{\"action\":\"auth\",\"key\":\"AK-TEST\",\"secret\":\"s3cr3t-of-the-test\"}"));
        assertThat(peer.hears()).isEqualTo("{\"action\":\"subscribe\",\"quotes\":[\"NVDA260417C00190000\"]}");

        stream.follow(Set.of(CALL, PUT));
        assertThat(peer.hears()).isEqualTo("{\"action\":\"subscribe\",\"quotes\":[\"NVDA260417P00180000\"]}");
        stream.follow(Set.of(PUT));
        assertThat(peer.hears()).isEqualTo("{\"action\":\"unsubscribe\",\"quotes\":[\"NVDA260417C00190000\"]}");
    }

    @Test
    void X28_asksAgainAfterEachReconnect() {
        stream.follow(Set.of(CALL));
        Peer first = connect();
        Peer second = Peer.optionQuotes();
        local.server.enqueue(second.upgrade());
        first.closeGracefully();
        assertThat(List.of(inbox.next(), inbox.next())).containsExactly("disconnected", "connected");
        assertThat(second.hears()).contains("auth");
        assertThat(second.hears()).contains("NVDA260417C00190000");
        second.say(quote(1.0, 1.02, NOW));
        assertThat(inbox.next()).isEqualTo("frame 1");
        assertThat(quotes).hasSize(1);
    }

    @Test
    void tellsPriceFeedAndTheExchangesTime() {
        Peer peer = connect();
        Instant before = NOW.minusMillis(250);
        peer.say(quote(1.4, 1.45, before));
        assertThat(inbox.next()).isEqualTo("frame 1");
        assertThat(quotes)
                .containsExactly(new Quote(Money.of("1.40"), Money.of("1.45"), before, before, "indicative stream"));
    }

    @Test
    void X33_aTimeToComeIsNoneOfOurs() {
        Peer peer = connect();
        peer.say(quote(1.4, 1.45, NOW.plusSeconds(3)));
        assertThat(inbox.next()).isEqualTo("frame 1");
        assertThat(quotes.getFirst().confirmedAt()).isEqualTo(NOW);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        bid,      ask
        NaN,      1.02
        1.00,     NaN
        -1.00,    1.02
        1.00,     Infinity
        0,        1.02
        1.05,     1.02
        """)
    void X27_aPriceThatIsNoneMakesAQuoteThatNobodyTradesAt(double bid, double ask) {
        Peer peer = connect();
        peer.say(quote(bid, ask, NOW));
        assertThat(inbox.next()).isEqualTo("frame 1");
        assertThat(quotes)
                .singleElement()
                .satisfies(quote -> assertThat(quote.isTwoSided()).isFalse());
    }

    @Test
    void aRefusalIsRememberedUntilItIsLetIn() {
        local.server.enqueue(Peer.packed((peer, said) ->
                        peer.sayPacked("[{\"T\":\"error\",\"code\":409,\"msg\":\"insufficient subscription\"}]"))
                .upgrade());
        Peer peer = Peer.optionQuotes();
        stream.start();
        while (stream.refusal().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(stream.refusal().orElseThrow().feed()).isEqualTo("indicative");
        assertThat(stream.isConnected()).isFalse();

        local.server.enqueue(peer.upgrade());
        assertThat(inbox.next()).isEqualTo("connected");
        assertThat(stream.refusal()).isEmpty();
    }

    @Test
    void aFrameThatIsNotMessagePackEndsTheLineAndAnotherFollows() {
        Peer first = connect();
        Peer second = Peer.optionQuotes();
        local.server.enqueue(second.upgrade());
        first.say(ByteString.decodeHex("c1"));
        assertThat(List.of(inbox.next(), inbox.next())).containsExactly("disconnected", "connected");
    }

    private Peer connect() {
        Peer peer = Peer.optionQuotes();
        local.server.enqueue(peer.upgrade());
        stream.start();
        assertThat(inbox.next()).isEqualTo("connected");
        return peer;
    }

    /** As the broker packs it: prices as doubles, the time as a moment. */
    private static ByteString quote(double bid, double ask, Instant at) {
        Buffer out = new Buffer().writeByte(0x91).writeByte(0x85);
        text("T", out);
        text("q", out);
        text("S", out);
        text(CALL.symbol(), out);
        text("bp", out);
        out.writeByte(0xcb).writeLong(Double.doubleToLongBits(bid));
        text("ap", out);
        out.writeByte(0xcb).writeLong(Double.doubleToLongBits(ask));
        text("t", out);
        out.writeByte(0xc7).writeByte(12).writeByte(0xff).writeInt(at.getNano()).writeLong(at.getEpochSecond());
        return out.readByteString();
    }

    private static void text(String text, Buffer out) {
        out.writeByte(0xa0 | text.length()).writeUtf8(text);
    }
}
