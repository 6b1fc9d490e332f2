package dev.opspipeline.signalengine;

import dev.opspipeline.signal.Hold;
import dev.opspipeline.signal.Recommendation;

/** Where the engine tells what it found. Never blocks. */
public interface SignalJournal {

    void recommended(Recommendation recommendation);

    void held(Hold hold);
}
