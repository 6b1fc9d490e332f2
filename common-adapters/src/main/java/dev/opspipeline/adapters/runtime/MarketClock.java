package dev.opspipeline.adapters.runtime;

import java.time.Duration;
import java.time.Instant;

/**
 * Market time, and work that is due at market times. Live it is the wall clock; in the sandbox it is moved in steps or
 * runs faster. Tasks run on the service's own thread ({@link EventLoop}), never beside it.
 */
public interface MarketClock {

    Instant now();

    /** Runs the task once, at the first moment that is not before {@code instant}. */
    Timer at(Instant instant, Runnable task);

    /** Runs the task every so often, for the first time after one period; missed runs are not made up for. */
    Timer every(Duration period, Runnable task);

    /** Work that can be called off. */
    interface Timer {

        /** The task will not run any more, unless it runs right now. */
        void cancel();
    }
}
