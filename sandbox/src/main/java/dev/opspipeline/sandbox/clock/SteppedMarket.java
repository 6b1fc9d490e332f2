package dev.opspipeline.sandbox.clock;

import java.time.Instant;
import java.util.Map;

/** What the steps move: the market, and the streams on which it speaks. */
public interface SteppedMarket {

    /** Moves prices, matches resting orders, and sends what follows from it to whoever listens. */
    void advanceTo(Instant instant);

    /** Per stream, the data frames sent to a service instance on its present connection. */
    Map<String, Long> framesSent(String instance);

    /** A count that rises with every change of an order or a position. */
    long changes();

    /** Requests whose answers, and the frames they caused, are not all sent yet. */
    int requestsInFlight();
}
