package dev.opspipeline.dispatcher;

import dev.opspipeline.account.Reply;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import java.util.Collection;
import java.util.Map;

/** What stocks last traded at. */
@FunctionalInterface
public interface UnderlyingPrices {

    /** Dollars a share; a stock without a trade in the last while is absent. */
    Reply<Map<Ticker, Money>> latest(Collection<Ticker> tickers);
}
