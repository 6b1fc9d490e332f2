package dev.opspipeline.adapters.messages;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads an operator's JSON document: comments are allowed, because operators keep them there; duplicate keys and anything
 * after the closing brace are not. Whole numbers become {@code Long}, others {@code
 * BigDecimal}.
 */
public final class DocumentJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();

    private DocumentJson() {}

    /** What a document's text holds, or why it cannot be read. */
    public sealed interface Parsed {

        record Document(Map<String, @Nullable Object> values) implements Parsed {}

        record Malformed(String why) implements Parsed {}
    }

    public static Parsed parse(String text) {
        try {
            Map<String, Object> values = MAPPER.readValue(text, new TypeReference<LinkedHashMap<String, Object>>() {});
            return values == null
                    ? new Parsed.Malformed("the document must be a JSON object, was null")
                    : new Parsed.Document(new LinkedHashMap<String, @Nullable Object>(values));
        } catch (JacksonException e) {
            return new Parsed.Malformed("not a JSON object: " + e.getOriginalMessage() + place(e));
        }
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null
                ? ""
                : " (line %d, column %d)"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }
}
