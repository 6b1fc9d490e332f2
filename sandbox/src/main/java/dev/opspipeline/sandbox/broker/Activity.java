package dev.opspipeline.sandbox.broker;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One entry of an account's activities: an execution, or what became of a contract at its expiry. */
public sealed interface Activity {

    /** Sorts by time. */
    String id();

    Instant at();

    /** As in {@code FILL}. */
    String type();

    /** One execution of an order as it stood right after it. */
    record Fill(String id, Instant at, PaperOrder order, int qty, BigDecimal price) implements Activity {
        @Override
        public String type() {
            return "FILL";
        }
    }

    /**
     * A contract held at its expiry: worthless (OPEXP) or settled in cash (OPEXC).
     *
     * @param qty contracts that left the account
     * @param price dollars per share that were paid; null when it was worthless
     */
    record Expiry(
            String id,
            Instant at,
            String symbol,
            int qty,
            @Nullable BigDecimal price) implements Activity {
        @Override
        public String type() {
            return price == null ? "OPEXP" : "OPEXC";
        }
    }
}
