package dev.opspipeline.adapters.messages;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.opspipeline.account.Tier;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.ControlScope;
import dev.opspipeline.risk.Decision;
import dev.opspipeline.signal.RecommendationId;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The JSON of every message: the record's components by name, money and fractions as strings, instants in ISO-8601, the
 * schema's version first. Unknown fields are ignored, so that a newer sender can be read. A field that is missing or null
 * means unknown where it may, so that an older sender can be read, and makes the message unreadable where it may not.
 */
public final class MessageJson {

    /** Rises when a field changes its meaning or goes away, not when one is added; what is added may be unknown. */
    static final int SCHEMA = 1;

    private static final String SCHEMA_FIELD = "schema";
    private static final String SCHEMA_FIRST = "{\"" + SCHEMA_FIELD + "\":" + SCHEMA + ",";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .changeDefaultVisibility(visibility -> visibility
                    .withGetterVisibility(Visibility.NONE)
                    .withIsGetterVisibility(Visibility.NONE)
                    .withFieldVisibility(Visibility.ANY))
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(tools.jackson.databind.MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .addMixIn(Decision.class, DecisionTypes.class)
            .addMixIn(Control.class, ControlTypes.class)
            .addModule(domainValues())
            .build();

    private MessageJson() {}

    public static String write(Object message) {
        // Every message is an object with fields; setting the version before them is worth not building a tree.
        byte[] json = MAPPER.writeValueAsBytes(message);
        return SCHEMA_FIRST + new String(json, 1, json.length - 1, StandardCharsets.UTF_8);
    }

    /**
     * Reads a message.
     *
     * @throws UnreadableMessageException when the bytes are not JSON, are of another schema version, or lack or mistype a
     *     field
     */
    public static <T> T read(byte[] bytes, Class<T> type) {
        try {
            JsonNode node = MAPPER.readTree(bytes);
            int schema = node.path(SCHEMA_FIELD).asInt(0);
            if (schema != SCHEMA) {
                throw new UnreadableMessageException("%s must have schema %d, had %s"
                        .formatted(type.getSimpleName(), SCHEMA, node.path(SCHEMA_FIELD)));
            }
            return complete(MAPPER.treeToValue(node, type), type.getSimpleName());
        } catch (JacksonException | IllegalArgumentException e) {
            throw new UnreadableMessageException(
                    "not a %s: %s: %s"
                            .formatted(type.getSimpleName(), e.getMessage(), new String(bytes, StandardCharsets.UTF_8)),
                    e);
        }
    }

    private static <T> T complete(T message, String path) {
        if (message instanceof Record) {
            for (RecordComponent component : message.getClass().getRecordComponents()) {
                Object value = valueOf(component, message);
                String field = path + "." + component.getName();
                if (value != null) {
                    complete(value, field);
                } else if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                    throw new IllegalArgumentException(field + " is null");
                }
            }
        }
        return message;
    }

    private static @Nullable Object valueOf(RecordComponent component, Object message) {
        try {
            return component.getAccessor().invoke(message);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Decision.Trade.class, name = "trade"),
        @JsonSubTypes.Type(value = Decision.NoTrade.class, name = "no_trade")
    })
    private interface DecisionTypes {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Control.SetState.class, name = "set_state"),
        @JsonSubTypes.Type(value = Control.Flatten.class, name = "flatten"),
        @JsonSubTypes.Type(value = Control.AutomaticStop.class, name = "automatic_stop"),
        @JsonSubTypes.Type(value = Control.Close.class, name = "close"),
        @JsonSubTypes.Type(value = Control.CloseAll.class, name = "close_all"),
        @JsonSubTypes.Type(value = Control.ResetLatch.class, name = "reset_latch")
    })
    private interface ControlTypes {}

    private static SimpleModule domainValues() {
        SimpleModule module = new SimpleModule("ops-pipeline");
        text(module, Money.class, Money::toString, Money::of);
        text(module, Fraction.class, Fraction::toString, Fraction::of);
        text(module, Ticker.class, Ticker::symbol, Ticker::new);
        text(module, OptionContract.class, OptionContract::symbol, OptionContract::parse);
        text(module, Instrument.class, Instrument::symbol, MessageJson::instrument);
        text(module, ControlScope.class, ControlScope::toString, ControlScope::parse);
        text(module, RecommendationId.class, RecommendationId::value, RecommendationId::new);
        text(
                module,
                Tier.class,
                Tier::id,
                id -> Tier.ofId(id).orElseThrow(() -> new IllegalArgumentException("no tier '" + id + "'")));
        return module;
    }

    private static final int LONGEST_TICKER = 10;

    private static Instrument instrument(String symbol) {
        return symbol.length() > LONGEST_TICKER ? OptionContract.parse(symbol) : new Ticker(symbol);
    }

    private static <T> void text(
            SimpleModule module, Class<T> type, Function<T, String> toText, Function<String, T> fromText) {
        module.addSerializer(type, new ValueSerializer<T>() {
            @Override
            public void serialize(T value, JsonGenerator generator, SerializationContext context) {
                generator.writeString(toText.apply(value));
            }
        });
        module.addDeserializer(type, new ValueDeserializer<T>() {
            @Override
            public T deserialize(JsonParser parser, DeserializationContext context) {
                String text = parser.getString();
                try {
                    return fromText.apply(text);
                } catch (IllegalArgumentException | ArithmeticException e) {
                    throw InvalidFormatException.from(parser, e.getMessage(), text, type);
                }
            }
        });
    }
}
