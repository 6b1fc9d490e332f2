package dev.opspipeline.contract;

import dev.opspipeline.contract.ContractChoice.Reason;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Quote;
import dev.opspipeline.money.Money;
import org.jspecify.annotations.Nullable;

/** What is thought of one listing: its price and score, or why it cannot be bought. */
sealed interface Appraisal {

    OptionListing listing();

    default OptionContract contract() {
        return listing().contract();
    }

    /** @param price dollars per share for the entry's limit */
    record Admissible(OptionListing listing, Money price, double outOfTheMoney, double score) implements Appraisal {

        Money cost() {
            return contract().outlay(price, 1);
        }
    }

    record Inadmissible(OptionListing listing, Reason reason, String why) implements Appraisal {}

    /** The line of it in the decision's record. */
    default Candidate candidate(String verdict) {
        Quote quote = listing().quote();
        return new Candidate(
                contract(),
                quote == null ? null : quote.bid(),
                quote == null ? null : quote.ask(),
                listing().delta(),
                listing().volume(),
                listing().openInterest(),
                score(),
                verdict);
    }

    private @Nullable Double score() {
        return switch (this) {
            case Admissible admissible -> admissible.score();
            case Inadmissible inadmissible -> null;
        };
    }
}
