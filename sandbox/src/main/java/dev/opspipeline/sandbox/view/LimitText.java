package dev.opspipeline.sandbox.view;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Reads limits as operators write them, and says how two documents differ. */
final class LimitText {

    private static final JsonMapper DOCUMENTS =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

    private LimitText() {}

    /** The document's keys; missing when it cannot be read, which an accepted one always can. */
    static JsonNode parse(String document) {
        try {
            return DOCUMENTS.readTree(document);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    /** {@code key 1, was 2} for each key that changed, in alphabetical order. */
    static List<String> changes(JsonNode before, JsonNode after) {
        TreeSet<String> keys = new TreeSet<>(before.propertyNames());
        keys.addAll(after.propertyNames());
        List<String> changes = new ArrayList<>();
        for (String key : keys) {
            String now = value(after, key);
            String then = value(before, key);
            if (!now.equals(then)) {
                changes.add("%s %s, was %s".formatted(key, now, then));
            }
        }
        return changes;
    }

    private static String value(JsonNode limits, String key) {
        return limits.has(key) ? limits.path(key).toString() : "not set";
    }
}
