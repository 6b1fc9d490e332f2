package dev.opspipeline.dispatcher;

import dev.opspipeline.risk.DecisionRecord;
import java.util.List;

/** Puts decisions on record for good, together with the fact that their recommendations have been read. */
@FunctionalInterface
public interface DecisionLog {

    /**
     * All of them or none.
     *
     * @param handled how many recommendations of the batch are dealt with once these are on record
     * @param written runs once everything is written and nothing is committed
     */
    Outcome commit(List<DecisionRecord> decisions, int handled, Runnable written);

    /** How a commit ended. */
    enum Outcome {
        COMMITTED,
        /** Nothing is on record; somebody else may be deciding these. */
        NOT_COMMITTED,
        /** They may be on record: read it to find out. */
        UNKNOWN
    }
}
