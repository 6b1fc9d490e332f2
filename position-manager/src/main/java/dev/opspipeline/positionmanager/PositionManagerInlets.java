package dev.opspipeline.positionmanager;

import dev.opspipeline.adapters.runtime.EventLoop;
import dev.opspipeline.adapters.runtime.Inlet;

/**
 * The ways into the account's thread, made in the order in which a step handles them.
 *
 * @param lifecycle starts, reconnects and heartbeats: handled whenever they come
 */
record PositionManagerInlets(Inlet lifecycle, Inlet tradeUpdates, Inlet clock, Inlet results) {

    static PositionManagerInlets of(EventLoop loop) {
        return new PositionManagerInlets(
                loop.wallInlet("lifecycle"),
                loop.inlet("trade_updates"),
                loop.localInlet("clock"),
                loop.localInlet("results"));
    }
}
