package dev.opspipeline.positionmanager;

import dev.opspipeline.exit.ClosedTrade;
import dev.opspipeline.exit.PositionRecord;
import java.time.Instant;
import java.util.Map;

/** Where the exits tell what they did. Never blocks and never fails: no close depends on it. */
public interface PositionJournal {

    void position(PositionRecord position);

    void closed(ClosedTrade trade);

    void alert(String text, Map<String, String> data);

    /**
     * A sign of life after a completed pass.
     *
     * @param marketTime when the pass ended
     * @param lastBrokerRead when the broker last answered
     */
    void heartbeat(Instant marketTime, Instant lastBrokerRead, int held, int evaluated);
}
