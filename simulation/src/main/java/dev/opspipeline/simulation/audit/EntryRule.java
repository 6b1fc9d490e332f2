package dev.opspipeline.simulation.audit;

import java.util.Optional;

/** One limit on entries: its name and what breaks it. */
interface EntryRule {

    String name();

    /** What was observed and what it was held against; empty when the entry keeps to the limits. */
    Optional<String> breach(Entry entry, Limits limits);

    /** Whether a re-priced order is held to it too. */
    default boolean holdsForRepricing() {
        return false;
    }
}
