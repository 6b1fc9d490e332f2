package dev.opspipeline.signalengine;

import dev.opspipeline.account.Reply;
import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Ticker;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Past bars. */
@FunctionalInterface
interface PastBars {

    /** The minute bars that start between two instants, both included, in order of time and then ticker. */
    Reply<List<Bar>> between(Collection<Ticker> tickers, Instant from, Instant to);
}
