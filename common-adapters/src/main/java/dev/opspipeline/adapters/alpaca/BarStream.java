package dev.opspipeline.adapters.alpaca;

import static dev.opspipeline.adapters.alpaca.Reading.word;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Ticker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.jacobpeterson.alpaca.util.gson.GsonUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Minute bars of stocks, each just after its minute. */
public final class BarStream implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BarStream.class);

    private final AlpacaSettings settings;
    private final Consumer<Bar> bars;
    private final Consumer<Bar> corrections;
    private final SupervisedStream stream;
    private final Object asking = new Object();
    // Both guarded by asking: what to ask for, and the line that has been asked.
    private List<Ticker> tickers;
    private @Nullable Line asked;
    private volatile @Nullable StreamRefusal refusal;

    /**
     * @param bars gets each bar from within the inbox's frames
     * @param corrections gets each bar that replaces one sent before, because trades came in late
     * @param inbox decides on which thread, and learns of each connection
     */
    public BarStream(
            AlpacaConnection connection,
            Collection<Ticker> tickers,
            Consumer<Bar> bars,
            Consumer<Bar> corrections,
            StreamInbox inbox) {
        this.settings = connection.settings();
        this.tickers = List.copyOf(tickers);
        this.bars = bars;
        this.corrections = corrections;
        this.stream = new SupervisedStream("bars", connection, settings.stockStreamAddress(), new Talking(), inbox);
    }

    /** Connects, and from then on for ever again, until {@link #close}. Call once. */
    public void start() {
        stream.start();
    }

    /** From now on, bars of these tickers and of no others, on this connection and all after it. */
    public void follow(Collection<Ticker> newer) {
        synchronized (asking) {
            List<Ticker> before = tickers;
            List<Ticker> now = List.copyOf(newer);
            tickers = now;
            // A connection that has not asked yet will ask for these.
            if (asked != null) {
                say(asked, "subscribe", now, before);
                say(asked, "unsubscribe", before, now);
            }
        }
    }

    private static void say(Line line, String action, List<Ticker> these, List<Ticker> butNot) {
        List<Ticker> rest =
                these.stream().filter(ticker -> !butNot.contains(ticker)).toList();
        if (!rest.isEmpty()) {
            line.say(request(action, rest));
        }
    }

    /** Breaks a connection that looks alive and brings nothing; another follows. */
    public void reconnect(String why) {
        stream.reconnect(why);
    }

    /** Why the broker last refused the stream; empty once it has let it in. */
    public Optional<StreamRefusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    public boolean isConnected() {
        return stream.isConnected();
    }

    /** Data frames that came since the current connection was opened; one frame may hold several bars. */
    public long framesReceived() {
        return stream.framesReceived();
    }

    /** Data frames of the current connection whose bars have been through the consumers. */
    public long framesHandled() {
        return stream.framesHandled();
    }

    @Override
    public void close() {
        stream.close();
    }

    private static String request(String action, List<Ticker> tickers) {
        JsonArray symbols = new JsonArray();
        tickers.forEach(ticker -> symbols.add(ticker.symbol()));
        JsonObject request = new JsonObject();
        request.addProperty("action", action);
        request.add("bars", symbols);
        request.add("updatedBars", symbols);
        return request.toString();
    }

    private final class Talking implements Line.Talk {

        @Override
        public void opened(Line line) {
            // The other side speaks first.
            synchronized (asking) {
                asked = null;
            }
        }

        @Override
        public void heard(String frame, Line line) {
            List<JsonObject> data = new ArrayList<>();
            for (JsonElement element : JsonParser.parseString(frame).getAsJsonArray()) {
                JsonObject message = element.getAsJsonObject();
                switch (message.get("T").getAsString()) {
                    case "success" -> success(message.get("msg").getAsString(), line);
                    case "subscription" -> {
                        refusal = null;
                        line.subscribed();
                    }
                    case "error" -> refused(message, line);
                    case String other -> data.add(message);
                }
            }
            if (!data.isEmpty()) {
                line.data(() -> data.forEach(this::pass));
            }
        }

        private void ask(Line line) {
            synchronized (asking) {
                asked = line;
                line.say(request("subscribe", tickers));
            }
        }

        private void refused(JsonObject message, Line line) {
            StreamRefusal said = new StreamRefusal(
                    message.get("code").getAsInt(), message.get("msg").getAsString(), settings.stockFeed());
            refusal = said;
            line.end("refused: " + said.code() + " " + said.message());
        }

        private void success(String said, Line line) {
            switch (said) {
                case "connected" -> {
                    JsonObject auth = new JsonObject();
                    auth.addProperty("action", "auth");
                    auth.addProperty("key", settings.keyId());
                    auth.addProperty("secret", settings.secret());
                    line.say(auth.toString());
                }
                case "authenticated" -> ask(line);
                case String other -> log.atWarn().addKeyValue("message", other).log("Bar stream said something else");
            }
        }

        private void pass(JsonObject message) {
            switch (message.get("T").getAsString()) {
                case "b" -> bars.accept(bar(message));
                case "u" -> corrections.accept(bar(message));
                case String other -> log.atWarn().addKeyValue("kind", other).log("Message of no known kind left out");
            }
        }

        private Bar bar(JsonObject message) {
            BarWire.Row row = GsonUtil.GSON.fromJson(message, BarWire.Row.class);
            return row.bar(new Ticker(word(row.s(), "S")));
        }
    }
}
