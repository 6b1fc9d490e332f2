package dev.opspipeline.dispatcher;

import java.util.OptionalInt;

/** How many requests the broker still allows the account in this minute, both its services together. */
@FunctionalInterface
public interface RequestsLeft {

    /** As the broker said last; empty while it has not, or once its minute is over. */
    OptionalInt now();
}
