package dev.opspipeline.dispatcher;

import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.messages.Topics;
import dev.opspipeline.adapters.runtime.EventLoop;
import dev.opspipeline.adapters.runtime.Inlet;

/**
 * The ways into the account's thread, made in the order in which a step handles them: what operators said, what the broker did, then what is due,
 * then what is recommended.
 *
 * @param lifecycle recoveries, limits and heartbeats: handled whenever they come
 */
public record DispatcherInlets(
        Inlet lifecycle,
        Inlet controls,
        Inlet closedTrades,
        Inlet tradeUpdates,
        Inlet clock,
        Inlet results,
        Inlet recommendations) {

    static DispatcherInlets of(EventLoop loop, Tier tier) {
        return new DispatcherInlets(
                loop.wallInlet("lifecycle"),
                loop.inlet(Topics.CONTROLS),
                loop.inlet(Topics.closedTrades(tier)),
                loop.inlet("trade_updates"),
                loop.localInlet("clock"),
                loop.localInlet("results"),
                loop.inlet("recommendations"));
    }
}
