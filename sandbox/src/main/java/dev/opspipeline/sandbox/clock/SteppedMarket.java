package dev.opspipeline.sandbox.clock;

import java.time.Instant;
import java.util.Map;

/** What the steps move: the market, and the streams on which it speaks. */
public interface SteppedMarket {

    /** Moves prices, matches resting orders, and sends what follows from it to whoever listens. */
    void advanceTo(Instant instant);

    /** Per stream, the data frames sent to a service instance on its present connection. */
    Map<String, Long> framesSent(String instance);

    /** A count that rises with everything that happens at the broker. */
    long activity();
}
