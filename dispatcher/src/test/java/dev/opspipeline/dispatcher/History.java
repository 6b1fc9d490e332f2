package dev.opspipeline.dispatcher;

import dev.opspipeline.risk.DecisionRecord;
import java.util.List;
import java.util.Set;

/** What is on record where nobody said anything and nothing was closed. */
final class History {

    private History() {}

    static OnRecord of(List<DecisionRecord> decisions, Set<String> settled) {
        return new OnRecord(decisions, settled, List.of(), List.of(), List.of(), List.of());
    }
}
