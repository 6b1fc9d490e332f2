package dev.opspipeline.simulation.world;

import dev.opspipeline.account.BrokerOrder;

/** Sees every order at the moment the exchange takes it, before anything else happens. */
@FunctionalInterface
public interface Witness {

    void accepted(BrokerOrder order);
}
