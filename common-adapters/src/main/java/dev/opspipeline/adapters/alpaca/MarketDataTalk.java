package dev.opspipeline.adapters.alpaca;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said on a market data stream, whichever: the broker greets, we log in and ask for the data of some symbols, it says
 * what it brings or why it brings nothing. What to ask for may change at any time.
 *
 * @param <S> what the symbols are of
 */
final class MarketDataTalk<S> implements Line.Talk {

    private static final Logger log = LoggerFactory.getLogger(MarketDataTalk.class);

    /** How a stream writes what is said. */
    interface Tongue {

        JsonArray understand(String frame);

        JsonArray understand(ByteString frame);

        void say(JsonObject request, Line line);
    }

    /**
     * A stream's matter.
     *
     * @param feed whose data
     * @param kinds of data to ask for, as in "bars"
     * @param symbol of what is followed
     * @param data gets each message that is no talk
     */
    record Matter<S>(String feed, List<String> kinds, Function<S, String> symbol, Consumer<JsonObject> data) {}

    private final AlpacaSettings settings;
    private final Tongue tongue;
    private final Matter<S> matter;
    private final Object asking = new Object();
    // Both guarded by asking: what to ask for, and the line that has been asked.
    private Set<S> followed;
    private @Nullable Line asked;
    private volatile @Nullable StreamRefusal refusal;

    MarketDataTalk(AlpacaSettings settings, Tongue tongue, Matter<S> matter, Collection<S> followed) {
        this.settings = settings;
        this.tongue = tongue;
        this.matter = matter;
        this.followed = Set.copyOf(followed);
    }

    /** From now on, data of these and of no others, on this connection and all after it. */
    void follow(Collection<S> newer) {
        synchronized (asking) {
            Set<S> before = followed;
            Set<S> now = Set.copyOf(newer);
            followed = now;
            // A connection that has not asked yet will ask for these.
            if (asked != null) {
                ask("subscribe", now, before, asked);
                ask("unsubscribe", before, now, asked);
            }
        }
    }

    /** Why the broker last refused the stream; empty once it has let it in. */
    Optional<StreamRefusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    @Override
    public void opened(Line line) {
        // The other side speaks first.
        synchronized (asking) {
            asked = null;
        }
    }

    @Override
    public void heard(String frame, Line line) {
        heard(tongue.understand(frame), line);
    }

    @Override
    public void heard(ByteString frame, Line line) {
        heard(tongue.understand(frame), line);
    }

    private void heard(JsonArray messages, Line line) {
        List<JsonObject> data = new ArrayList<>();
        for (JsonElement element : messages) {
            JsonObject message = element.getAsJsonObject();
            switch (message.get("T").getAsString()) {
                case "success" -> success(message.get("msg").getAsString(), line);
                // Only now: a refusal comes after the login, and the next attempt must then be later.
                case "subscription" -> letIn(line);
                case "error" -> refused(message, line);
                case String other -> data.add(message);
            }
        }
        if (!data.isEmpty()) {
            line.data(() -> data.forEach(matter.data()));
        }
    }

    private void success(String said, Line line) {
        switch (said) {
            case "connected" -> logIn(line);
            case "authenticated" -> {
                boolean nothingToAsk;
                synchronized (asking) {
                    asked = line;
                    nothingToAsk = followed.isEmpty();
                    ask("subscribe", followed, Set.of(), line);
                }
                if (nothingToAsk) {
                    letIn(line);
                }
            }
            case String other ->
                log.atWarn()
                        .addKeyValue("feed", matter.feed())
                        .addKeyValue("message", other)
                        .log("Data stream said something else");
        }
    }

    private void letIn(Line line) {
        refusal = null;
        line.subscribed();
    }

    private void logIn(Line line) {
        JsonObject auth = new JsonObject();
        auth.addProperty("action", "auth");
        auth.addProperty("key", settings.keyId());
        auth.addProperty("secret", settings.secret());
        tongue.say(auth, line);
    }

    private void refused(JsonObject message, Line line) {
        StreamRefusal said = new StreamRefusal(
                message.get("code").getAsInt(), message.get("msg").getAsString(), matter.feed());
        refusal = said;
        line.end("refused: " + said.code() + " " + said.message());
    }

    private void ask(String action, Set<S> these, Set<S> butNot, Line line) {
        Set<String> symbols = new TreeSet<>();
        these.stream().filter(one -> !butNot.contains(one)).map(matter.symbol()).forEach(symbols::add);
        if (symbols.isEmpty()) {
            return;
        }
        JsonArray list = new JsonArray();
        symbols.forEach(list::add);
        JsonObject request = new JsonObject();
        request.addProperty("action", action);
        matter.kinds().forEach(kind -> request.add(kind, list));
        tongue.say(request, line);
    }
}
