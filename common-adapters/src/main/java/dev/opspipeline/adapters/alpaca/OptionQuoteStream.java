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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    private final AlpacaSettings settings;
    private final InstantSource marketTime;
    private final BiConsumer<OptionContract, Quote> quotes;
    private final SupervisedStream stream;
    private final Object asking = new Object();
    // Both guarded by asking: what to ask for, and the line that has been asked.
    private Set<OptionContract> contracts = Set.of();
    private @Nullable Line asked;
    private volatile @Nullable StreamRefusal refusal;

    /**
     * @param quotes gets each quote from within the inbox's frames; one that nobody can trade at has prices of zero
     * @param inbox decides on which thread, and learns of each connection
     */
    public OptionQuoteStream(
            AlpacaConnection connection,
            InstantSource marketTime,
            BiConsumer<OptionContract, Quote> quotes,
            StreamInbox inbox) {
        this.settings = connection.settings();
        this.marketTime = marketTime;
        this.quotes = quotes;
        this.stream =
                new SupervisedStream("option-quotes", connection, settings.optionStreamAddress(), new Talking(), inbox);
    }

    /** Connects, and from then on for ever again, until {@link #close}. Call once. */
    public void start() {
        stream.start();
    }

    /** From now on, quotes of these contracts and of no others, on this connection and all after it. */
    public void follow(Collection<OptionContract> newer) {
        synchronized (asking) {
            Set<OptionContract> before = contracts;
            Set<OptionContract> now = Set.copyOf(newer);
            contracts = now;
            // A connection that has not asked yet will ask for these.
            if (asked != null) {
                say(asked, "subscribe", without(now, before));
                say(asked, "unsubscribe", without(before, now));
            }
        }
    }

    private static Set<OptionContract> without(Set<OptionContract> these, Set<OptionContract> others) {
        Set<OptionContract> rest = new HashSet<>(these);
        rest.removeAll(others);
        return rest;
    }

    private static void say(Line line, String action, Set<OptionContract> these) {
        if (!these.isEmpty()) {
            JsonArray symbols = new JsonArray();
            these.stream().map(OptionContract::symbol).sorted().forEach(symbols::add);
            JsonObject request = new JsonObject();
            request.addProperty("action", action);
            request.add("quotes", symbols);
            line.say(MsgPack.write(request));
        }
    }

    /** Why the broker last refused the stream; empty once it has let it in. */
    public Optional<StreamRefusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    public boolean isConnected() {
        return stream.isConnected();
    }

    @Override
    public void close() {
        stream.close();
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
            line.end("spoke in text");
        }

        @Override
        public void heard(ByteString frame, Line line) {
            List<JsonObject> data = new ArrayList<>();
            for (JsonElement element : MsgPack.read(frame).getAsJsonArray()) {
                JsonObject message = element.getAsJsonObject();
                switch (message.get("T").getAsString()) {
                    case "success" -> success(message.get("msg").getAsString(), line);
                    // Only now: a refusal comes after the login, and the next attempt must then be later.
                    case "subscription" -> line.subscribed();
                    case "error" -> refused(message, line);
                    case "q" -> data.add(message);
                    case String other ->
                        log.atDebug().addKeyValue("kind", other).log("Message left out");
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
                    line.say(MsgPack.write(auth));
                }
                case "authenticated" -> {
                    refusal = null;
                    boolean nothingToAsk;
                    synchronized (asking) {
                        asked = line;
                        nothingToAsk = contracts.isEmpty();
                        say(line, "subscribe", contracts);
                    }
                    if (nothingToAsk) {
                        line.subscribed();
                    }
                }
                case String other ->
                    log.atWarn().addKeyValue("message", other).log("Option stream said something else");
            }
        }

        private void refused(JsonObject message, Line line) {
            StreamRefusal said = new StreamRefusal(
                    message.get("code").getAsInt(), message.get("msg").getAsString(), settings.optionsFeed());
            refusal = said;
            line.end("refused: " + said.code() + " " + said.message());
        }

        private void pass(JsonObject message) {
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
                            settings.optionsFeed() + " stream"));
        }

        /** A price that is none is nobody's offer. */
        private static Money price(@Nullable JsonElement told) {
            double dollars = told == null || told.isJsonNull() ? 0 : told.getAsDouble();
            return Double.isFinite(dollars) && dollars > 0 ? Money.nearest(BigDecimal.valueOf(dollars)) : Money.ZERO;
        }
    }
}
