package dev.opspipeline.contract;

import dev.opspipeline.market.Session;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Recommendation;
import dev.opspipeline.signal.Strategy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * One search for a contract: what is wanted, and what the market lists.
 *
 * @param session today's session
 * @param now market time
 * @param objection what else may rule a contract out
 */
public record ContractSearch(
        Recommendation recommendation,
        List<OptionListing> listings,
        Session session,
        Instant now,
        Objection objection) {

    public ContractSearch {
        listings = List.copyOf(listings);
    }

    /** Rules a contract out that could be bought, such as one whose exit would already be due. */
    @FunctionalInterface
    public interface Objection {

        /**
         * @param price the entry's limit, dollars per share
         * @return why not; empty when there is no objection
         */
        Optional<String> against(OptionListing listing, Money price);
    }

    Strategy strategy() {
        return recommendation.strategy();
    }

    LocalDate tradingDate() {
        return SessionCalendar.tradingDate(now);
    }

    /** How far out of the money a listing is, as a fraction of the underlying's price. */
    double outOfTheMoney(OptionListing listing) {
        return listing.contract()
                .type()
                .outOfTheMoney(
                        listing.contract().strike().doubleValue(),
                        recommendation.underlyingPrice().doubleValue());
    }
}
