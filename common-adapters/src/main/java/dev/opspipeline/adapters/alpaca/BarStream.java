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
import java.util.function.Consumer;
import net.jacobpeterson.alpaca.util.gson.GsonUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Minute bars of stocks, each just after its minute. */
public final class BarStream implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BarStream.class);

    private final AlpacaSettings settings;
    private final List<Ticker> tickers;
    private final Consumer<Bar> bars;
    private final Consumer<Bar> corrections;
    private final SupervisedStream stream;

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

    private final class Talking implements Line.Talk {

        @Override
        public void opened(Line line) {
            // The other side speaks first.
        }

        @Override
        public void heard(String frame, Line line) {
            List<JsonObject> data = new ArrayList<>();
            for (JsonElement element : JsonParser.parseString(frame).getAsJsonArray()) {
                JsonObject message = element.getAsJsonObject();
                switch (message.get("T").getAsString()) {
                    case "success" -> success(message.get("msg").getAsString(), line);
                    case "subscription" -> line.subscribed();
                    case "error" -> line.end("refused: " + message.get("code") + " " + message.get("msg"));
                    case String other -> data.add(message);
                }
            }
            if (!data.isEmpty()) {
                line.data(() -> data.forEach(this::pass));
            }
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
                case "authenticated" -> line.say(subscription());
                case String other -> log.atWarn().addKeyValue("message", other).log("Bar stream said something else");
            }
        }

        private String subscription() {
            JsonArray symbols = new JsonArray();
            tickers.forEach(ticker -> symbols.add(ticker.symbol()));
            JsonObject subscribe = new JsonObject();
            subscribe.addProperty("action", "subscribe");
            subscribe.add("bars", symbols);
            subscribe.add("updatedBars", symbols);
            return subscribe.toString();
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
