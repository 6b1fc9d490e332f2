package dev.opspipeline.dispatcher;

import dev.opspipeline.account.Broker;
import dev.opspipeline.contract.OptionMarket;

/**
 * What an account's dispatcher asks of the world outside.
 *
 * @param requests what is left of the broker's requests
 * @param clock how far our clock is off
 * @param reconnect ends a connection of the trade-updates stream that has fallen silent; another follows
 */
public record AccountPorts(
        Broker broker,
        OptionMarket options,
        UnderlyingPrices prices,
        RequestsLeft requests,
        BrokerClock clock,
        Runnable reconnect) {}
