package dev.opspipeline.risk;

import java.util.Locale;

/** Where the effective value of a limit came from. */
public enum ValueSource {
    DOCUMENT,
    PRESET,
    TIER_TABLE,
    /** The document asked for less, and the table's number is the stricter one. */
    STRICTER_TIER_TABLE,
    /** Small-account mode allows no more than this. */
    SMALL_ACCOUNT_MODE;

    /** As in {@code tier table}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
