package dev.opspipeline.positionmanager;

import dev.opspipeline.account.AccountActivities;
import dev.opspipeline.account.Broker;
import dev.opspipeline.contract.OptionMarket;

/** All that exits need of the outside world. */
public record BrokerAccess(Broker broker, AccountActivities activities, OptionMarket options) {}
