package dev.opspipeline.signalengine;

import dev.opspipeline.market.Ticker;
import java.util.List;
import java.util.Optional;

/** Where bars come from as they happen. */
interface BarFeed {

    /** From now on, bars of these tickers; connects when it has not yet. */
    void follow(List<Ticker> tickers);

    boolean isConnected();

    /** Why the source does not let us in, in one line; empty when it does. */
    Optional<String> refusal();

    /** Breaks a connection that looks alive and brings nothing. */
    void reconnect(String why);
}
