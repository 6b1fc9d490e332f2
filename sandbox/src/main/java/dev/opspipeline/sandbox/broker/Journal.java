package dev.opspipeline.sandbox.broker;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** Where every fact at the broker is written down, in the order in which it happened. */
public interface Journal extends AutoCloseable {

    /** Adds a fact of a kind at a market time, under the next sequence number. */
    void record(Instant at, String kind, ObjectNode fields);

    /** Writes down whatever is still buffered; nothing may be recorded afterwards. */
    @Override
    void close();
}
