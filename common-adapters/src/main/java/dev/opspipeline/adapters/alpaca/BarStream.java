package dev.opspipeline.adapters.alpaca;

import static dev.opspipeline.adapters.alpaca.Reading.word;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Ticker;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.jacobpeterson.alpaca.util.gson.GsonUtil;
import okio.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Minute bars of stocks, each just after its minute. */
public final class BarStream implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BarStream.class);

    private final Consumer<Bar> bars;
    private final Consumer<Bar> corrections;
    private final MarketDataTalk<Ticker> talk;
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
        this.bars = bars;
        this.corrections = corrections;
        AlpacaSettings settings = connection.settings();
        this.talk = new MarketDataTalk<>(
                settings,
                new Json(),
                new MarketDataTalk.Matter<>(
                        settings.stockFeed(), List.of("bars", "updatedBars"), Ticker::symbol, this::pass),
                tickers);
        this.stream = new SupervisedStream("bars", connection, settings.stockStreamAddress(), talk, inbox);
    }

    /** Connects, and from then on for ever again, until {@link #close}. Call once. */
    public void start() {
        stream.start();
    }

    /** From now on, bars of these tickers and of no others, on this connection and all after it. */
    public void follow(Collection<Ticker> newer) {
        talk.follow(newer);
    }

    /** Breaks a connection that looks alive and brings nothing; another follows. */
    public void reconnect(String why) {
        stream.reconnect(why);
    }

    /** Why the broker last refused the stream; empty once it has let it in. */
    public Optional<StreamRefusal> refusal() {
        return talk.refusal();
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

    private void pass(JsonObject message) {
        switch (message.get("T").getAsString()) {
            case "b" -> bars.accept(bar(message));
            case "u" -> corrections.accept(bar(message));
            case String other -> log.atWarn().addKeyValue("kind", other).log("Message of no known kind left out");
        }
    }

    private static Bar bar(JsonObject message) {
        BarWire.Row row = GsonUtil.GSON.fromJson(message, BarWire.Row.class);
        return row.bar(new Ticker(word(row.s(), "S")));
    }

    /** Text frames; a binary one holds text as well. */
    private static final class Json implements MarketDataTalk.Tongue {

        @Override
        public JsonArray understand(String frame) {
            return JsonParser.parseString(frame).getAsJsonArray();
        }

        @Override
        public JsonArray understand(ByteString frame) {
            return understand(frame.utf8());
        }

        @Override
        public void say(JsonObject request, Line line) {
            line.say(request.toString());
        }
    }
}
