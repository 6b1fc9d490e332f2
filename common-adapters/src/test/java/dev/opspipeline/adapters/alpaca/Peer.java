package dev.opspipeline.adapters.alpaca;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.gson.JsonParser;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import mockwebserver3.MockResponse;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/** The broker's end of one stream: keeps what it hears and answers by a script. */
class Peer extends WebSocketListener {

    private final BiConsumer<Peer, String> script;
    private final String greeting;
    private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();

    Peer(String greeting, BiConsumer<Peer, String> script) {
        this.greeting = greeting;
        this.script = script;
    }

    /** Lets a trade-updates reader in. */
    static Peer tradeUpdates() {
        return new Peer("", (peer, said) -> {
            if (said.contains("\"auth\"")) {
                peer.say(
                        "{\"stream\":\"authorization\",\"data\":{\"status\":\"authorized\",\"action\":\"authenticate\"}}");
            } else if (said.contains("\"listen\"")) {
                peer.sayInBinary("{\"stream\":\"listening\",\"data\":{\"streams\":[\"trade_updates\"]}}");
            }
        });
    }

    /** Lets a reader of bars in. */
    static Peer bars() {
        return new Peer("[{\"T\":\"success\",\"msg\":\"connected\"}]", (peer, said) -> {
            if (said.contains("\"auth\"")) {
                peer.say("[{\"T\":\"success\",\"msg\":\"authenticated\"}]");
            } else if (said.contains("\"subscribe\"")) {
                peer.say(
                        "[{\"T\":\"subscription\",\"trades\":[],\"quotes\":[],\"bars\":[\"SPY\"],\"updatedBars\":[\"SPY\"]}]");
            }
        });
    }

    /** Lets a reader of option quotes in: speaks and hears MessagePack only. */
    static Peer optionQuotes() {
        return packed((peer, said) -> {
            if (said.contains("\"auth\"")) {
                peer.sayPacked("[{\"T\":\"success\",\"msg\":\"authenticated\"}]");
            } else if (said.contains("\"subscribe\"")) {
                peer.sayPacked("[{\"T\":\"subscription\",\"trades\":[],\"quotes\":[]}]");
            }
        });
    }

    static Peer packed(BiConsumer<Peer, String> script) {
        return new Peer("", script) {
            @Override
            public void onOpen(WebSocket webSocket, Response response) {
                super.onOpen(webSocket, response);
                sayPacked("[{\"T\":\"success\",\"msg\":\"connected\"}]");
            }
        };
    }

    MockResponse upgrade() {
        return new MockResponse.Builder().webSocketUpgrade(this).build();
    }

    String hears() {
        try {
            return Objects.requireNonNull(heard.poll(5, SECONDS), "nothing was said");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void say(String text) {
        if (!socket.join().send(text)) {
            throw new IllegalStateException("stream is closed");
        }
    }

    void sayInBinary(String text) {
        if (!socket.join().send(ByteString.encodeUtf8(text))) {
            throw new IllegalStateException("stream is closed");
        }
    }

    void sayPacked(String json) {
        say(MsgPack.write(JsonParser.parseString(json)));
    }

    void say(ByteString bytes) {
        if (!socket.join().send(bytes)) {
            throw new IllegalStateException("stream is closed");
        }
    }

    void closeGracefully() {
        if (!socket.join().close(1001, "going away")) {
            throw new IllegalStateException("stream is closed");
        }
    }

    @Override
    public void onOpen(WebSocket webSocket, Response response) {
        boolean unused = socket.complete(webSocket);
        if (!greeting.isEmpty()) {
            say(greeting);
        }
    }

    @Override
    public void onMessage(WebSocket webSocket, String text) {
        heard.add(text);
        script.accept(this, text);
    }

    @Override
    public void onMessage(WebSocket webSocket, ByteString bytes) {
        onMessage(webSocket, MsgPack.read(bytes).toString());
    }

    @Override
    public void onClosing(WebSocket webSocket, int code, String reason) {
        heard.add("closing " + code);
        boolean unused = webSocket.close(code, null);
    }
}
