package dev.opspipeline.dispatcher;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The name by which decisions call a document: its number in the store, marked where it came from the shared parameter, and
 * with its date where the number was given before to another document, because the parameter was deleted and made again.
 */
final class VersionNames {

    private static final String SHARED = "shared:";
    private static final String WRITTEN_AT = "@";

    private final Map<String, Long> highest = new HashMap<>();
    private @Nullable String restoredName;
    private @Nullable String restoredText;

    static boolean isShared(String name) {
        return name.startsWith(SHARED);
    }

    /** A document that had a name before a restart. */
    void restored(String parameter, String name, String text) {
        restoredName = name;
        restoredText = text;
        number(name).ifPresent(number -> highest.merge(parameter, number, Math::max));
    }

    String of(StoredDocument document) {
        String plain = (document.isShared() ? SHARED : "") + document.version();
        long before = highest.getOrDefault(document.parameter(), 0L);
        highest.merge(document.parameter(), document.version(), Math::max);
        if (restoredName != null
                && document.text().equals(restoredText)
                && (restoredName.equals(plain) || restoredName.startsWith(plain + WRITTEN_AT))) {
            return restoredName;
        }
        return document.version() > before ? plain : plain + WRITTEN_AT + document.writtenAt();
    }

    private static java.util.Optional<Long> number(String name) {
        String digits = name.replaceFirst("^" + SHARED, "").replaceFirst(WRITTEN_AT + ".*$", "");
        return digits.matches("\\d{1,18}") ? java.util.Optional.of(Long.parseLong(digits)) : java.util.Optional.empty();
    }
}
