package dev.opspipeline.dispatcher;

import dev.opspipeline.account.Broker;
import dev.opspipeline.contract.OptionMarket;

/**
 * What an account's dispatcher asks of the world outside.
 *
 * @param requests what is left of the broker's requests
 */
public record AccountPorts(Broker broker, OptionMarket options, UnderlyingPrices prices, RequestsLeft requests) {}
