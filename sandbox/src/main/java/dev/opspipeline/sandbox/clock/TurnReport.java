package dev.opspipeline.sandbox.clock;

import java.util.HashMap;
import java.util.Map;

/**
 * What a service says at the end of its turn.
 *
 * @param ran events it handled
 * @param handled per inlet it gets, the last mark handled
 * @param published per topic, the offset of the last record it wrote
 */
record TurnReport(int ran, Map<String, Long> handled, Map<String, Long> published) {

    static final TurnReport NONE = new TurnReport(0, Map.of(), Map.of());

    /** Reads {@code REACHED n ran=k in:inlet=mark … out:topic=offset …}; throws {@link IllegalArgumentException}. */
    static TurnReport parse(String line) {
        int ran = 0;
        Map<String, Long> handled = new HashMap<>();
        Map<String, Long> published = new HashMap<>();
        for (String word : line.split(" ")) {
            int equals = word.lastIndexOf('=');
            if (word.contains(":") && equals < 0) {
                throw new IllegalArgumentException("expected name=number, was '" + word + "'");
            } else if (word.startsWith("ran=")) {
                ran = Integer.parseInt(word.substring(equals + 1));
            } else if (word.startsWith("in:")) {
                handled.put(word.substring("in:".length(), equals), Long.valueOf(word.substring(equals + 1)));
            } else if (word.startsWith("out:")) {
                published.put(word.substring("out:".length(), equals), Long.valueOf(word.substring(equals + 1)));
            }
        }
        return new TurnReport(ran, handled, published);
    }
}
