package dev.opspipeline.account;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the switch in the parameter store says: the fastest way to stop every account at once. */
public enum KillSwitch {
    /** Nothing is stopped by it. */
    NONE,
    /** No account makes entries. */
    HALT_ENTRIES,
    /** No account makes entries, and everything held is closed. */
    FLATTEN;

    /** The word in the store, as in {@code halt_entries}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The word's meaning; empty when it is none of them: somebody wanted something stopped, and nobody knows what. */
    public static Optional<KillSwitch> ofId(String text) {
        String word = text.strip();
        return Arrays.stream(values()).filter(value -> value.id().equals(word)).findFirst();
    }
}
