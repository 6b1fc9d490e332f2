package dev.opspipeline.adapters.alpaca;

import static dev.opspipeline.adapters.alpaca.Reading.required;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.opspipeline.account.TradeUpdate;
import java.util.function.Consumer;
import net.jacobpeterson.alpaca.util.gson.GsonUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One account's trade updates, as they happen. Our own reader: the library's ignores text frames, loses the execution's
 * id and quantity, and gives up reconnecting. An update may come twice; the book counts each execution once, by its id.
 */
public final class TradeUpdatesStream implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TradeUpdatesStream.class);
    private static final String TRADE_UPDATES = "trade_updates";

    private final AlpacaSettings settings;
    private final Consumer<TradeUpdate> updates;
    private final SupervisedStream stream;

    /**
     * @param updates gets each update from within the inbox's frames
     * @param inbox decides on which thread, and learns of each connection
     */
    public TradeUpdatesStream(AlpacaConnection connection, Consumer<TradeUpdate> updates, StreamInbox inbox) {
        this.settings = connection.settings();
        this.updates = updates;
        this.stream =
                new SupervisedStream("trade-updates", connection, settings.tradeUpdatesAddress(), new Talking(), inbox);
    }

    /** Connects, and from then on for ever again, until {@link #close}. Call once. */
    public void start() {
        stream.start();
    }

    /** Ends the connection there is, as one that is alive but tells nothing; another one follows. */
    public void reconnect(String why) {
        stream.reconnect(why);
    }

    public boolean isConnected() {
        return stream.isConnected();
    }

    /** Data frames that came since the current connection was opened. */
    public long framesReceived() {
        return stream.framesReceived();
    }

    /** Data frames of the current connection whose updates have been through the consumer. */
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
            JsonObject auth = new JsonObject();
            auth.addProperty("action", "auth");
            auth.addProperty("key", settings.keyId());
            auth.addProperty("secret", settings.secret());
            line.say(auth.toString());
        }

        @Override
        public void heard(String frame, Line line) {
            JsonObject message = JsonParser.parseString(frame).getAsJsonObject();
            JsonElement kind = message.get("stream");
            JsonElement data = message.get("data");
            switch (kind == null ? "none" : kind.getAsString()) {
                case "authorization" -> authorization(data, line);
                case "listening" -> listening(data, line);
                case TRADE_UPDATES -> line.data(() -> pass(data));
                case String other ->
                    log.atWarn().addKeyValue("kind", other).log("Trade updates stream said something else");
            }
        }

        private void authorization(@Nullable JsonElement data, Line line) {
            String status =
                    required(data, "data").getAsJsonObject().get("status").getAsString();
            if (!status.equals("authorized")) {
                line.end("not authorized: " + status);
                return;
            }
            JsonArray streams = new JsonArray();
            streams.add(TRADE_UPDATES);
            JsonObject names = new JsonObject();
            names.add("streams", streams);
            JsonObject listen = new JsonObject();
            listen.addProperty("action", "listen");
            listen.add("data", names);
            line.say(listen.toString());
        }

        private void listening(@Nullable JsonElement data, Line line) {
            if (required(data, "data")
                    .getAsJsonObject()
                    .getAsJsonArray("streams")
                    .contains(new JsonPrimitive(TRADE_UPDATES))) {
                line.subscribed();
            } else {
                line.end("not listening to trade updates");
            }
        }

        private void pass(@Nullable JsonElement data) {
            TradeUpdateWire wire = required(GsonUtil.GSON.fromJson(data, TradeUpdateWire.class), "data");
            wire.updates().forEach(updates);
            if (!wire.isPlain()) {
                // The order has been passed on; what else has changed, only a look at the account can tell.
                throw new IllegalStateException("trade update of kind " + wire.event());
            }
        }
    }
}
