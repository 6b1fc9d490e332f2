package dev.opspipeline.positionmanager;

import dev.opspipeline.account.EntryFill;
import dev.opspipeline.exit.PositionRecord;
import java.util.List;

/** What has been told of this account before: where frozen plans and entry facts are found again. Safe for several threads. */
public interface PositionMemory {

    /** Nothing can be remembered. */
    PositionMemory NONE = new PositionMemory() {
        @Override
        public List<PositionRecord> positions() {
            return List.of();
        }

        @Override
        public List<EntryFill> fills() {
            return List.of();
        }
    };

    /** The last record of every position that was not finished by it; of its plans, the last frozen one. */
    List<PositionRecord> positions();

    /** Executions of entries, as far back as they are kept. */
    List<EntryFill> fills();
}
