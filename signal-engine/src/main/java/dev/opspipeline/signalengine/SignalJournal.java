package dev.opspipeline.signalengine;

import dev.opspipeline.signal.Hold;
import dev.opspipeline.signal.Recommendation;
import java.time.Instant;

/** Where the engine tells what it found. Never blocks. */
public interface SignalJournal {

    void recommended(Recommendation recommendation);

    void held(Hold hold);

    /**
     * Something that a person must be able to find later.
     *
     * @param event what happened, as in {@code tickers.accepted}
     * @param detail the facts, in one line
     */
    void noted(String event, String detail, Instant at);

    /**
     * Something that a person must look at now.
     *
     * @param event what happened, as in {@code ticker.quarantined}
     * @param detail the facts, in one line
     */
    void alerted(String event, String detail, Instant at);
}
