package dev.opspipeline.adapters.alpaca;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Quote;
import dev.opspipeline.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Quotes of a few option contracts, as they change. Not every account may have it, and what does not change is not told: whoever
 * needs a price asks for it as well when this one has been silent.
 */
public final class OptionQuoteStream implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OptionQuoteStream.class);

    private final InstantSource marketTime;
    private final BiConsumer<OptionContract, Quote> quotes;
    private final String source;
    private final MarketDataTalk<OptionContract> talk;
    private final SupervisedStream stream;

    /**
     * @param quotes gets each quote from within the inbox's frames; one that nobody can trade at has prices of zero
     * @param inbox decides on which thread, and learns of each connection
     */
    public OptionQuoteStream(
            AlpacaConnection connection,
            InstantSource marketTime,
            BiConsumer<OptionContract, Quote> quotes,
            StreamInbox inbox) {
        this.marketTime = marketTime;
        this.quotes = quotes;
        AlpacaSettings settings = connection.settings();
        this.source = settings.optionsFeed() + " stream";
        this.talk = new MarketDataTalk<>(
                settings,
                new Packed(),
                new MarketDataTalk.Matter<>(
                        settings.optionsFeed(), List.of("quotes"), OptionContract::symbol, this::pass),
                List.of());
        this.stream = new SupervisedStream("option-quotes", connection, settings.optionStreamAddress(), talk, inbox);
    }

    /** Connects, and from then on for ever again, until {@link #close}. Call once. */
    public void start() {
        stream.start();
    }

    /** From now on, quotes of these contracts and of no others, on this connection and all after it. */
    public void follow(Collection<OptionContract> newer) {
        talk.follow(newer);
    }

    /** Why the broker last refused the stream; empty once it has let it in. */
    public Optional<StreamRefusal> refusal() {
        return talk.refusal();
    }

    public boolean isConnected() {
        return stream.isConnected();
    }

    @Override
    public void close() {
        stream.close();
    }

    private void pass(JsonObject message) {
        String kind = message.get("T").getAsString();
        if (!kind.equals("q")) {
            log.atDebug().addKeyValue("kind", kind).log("Message left out");
            return;
        }
        Instant changedAt = Reading.instant(message.get("t").getAsString(), "t");
        Instant now = marketTime.instant();
        quotes.accept(
                OptionContract.parse(message.get("S").getAsString()),
                new Quote(
                        price(message.get("bp")),
                        price(message.get("ap")),
                        changedAt,
                        // It was so then, and may have changed on its way.
                        changedAt.isBefore(now) ? changedAt : now,
                        source));
    }

    /** A price that is none is nobody's offer. */
    private static Money price(@Nullable JsonElement told) {
        double dollars = told == null || told.isJsonNull() ? 0 : told.getAsDouble();
        return Double.isFinite(dollars) && dollars > 0 ? Money.nearest(BigDecimal.valueOf(dollars)) : Money.ZERO;
    }

    /** MessagePack, and nothing else. */
    private static final class Packed implements MarketDataTalk.Tongue {

        @Override
        public JsonArray understand(String frame) {
            throw new IllegalArgumentException("spoke in text");
        }

        @Override
        public JsonArray understand(ByteString frame) {
            return MsgPack.read(frame).getAsJsonArray();
        }

        @Override
        public void say(JsonObject request, Line line) {
            line.say(MsgPack.write(request));
        }
    }
}
