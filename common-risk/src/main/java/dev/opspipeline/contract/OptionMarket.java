package dev.opspipeline.contract;

import dev.opspipeline.account.Reply;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.OptionType;
import dev.opspipeline.market.Quote;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Option quotes and listings, from whichever feed the account may read. */
public interface OptionMarket {

    /** The listed contracts that fit, each with what is known of it. */
    Reply<List<OptionListing>> chain(ChainQuery query);

    /** The latest quote of each contract; one that has never been quoted is absent. */
    Reply<Map<OptionContract, Quote>> quotes(Collection<OptionContract> contracts);

    /** Which part of a chain to read; bounds are inclusive. */
    record ChainQuery(
            Ticker underlying,
            OptionType type,
            LocalDate firstExpiry,
            LocalDate lastExpiry,
            Money lowestStrike,
            Money highestStrike) {}
}
