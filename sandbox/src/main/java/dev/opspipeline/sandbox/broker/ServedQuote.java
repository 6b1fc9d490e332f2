package dev.opspipeline.sandbox.broker;

import dev.opspipeline.sandbox.market.ListedOption;
import dev.opspipeline.sandbox.market.OptionQuote;

/** A contract and the quote that was given to somebody, and is in the journal. */
public record ServedQuote(ListedOption option, OptionQuote quote) {}
