package dev.opspipeline.contract;

import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import java.util.List;

/** Which contract an entry buys, or why there is none; always with the candidates that were looked at. */
public sealed interface ContractChoice {

    List<Candidate> candidates();

    /** @param price the ask on the exchange's price grid, dollars per share: the entry's limit */
    record Chosen(OptionListing listing, Money price, List<Candidate> candidates) implements ContractChoice {

        public Chosen {
            candidates = List.copyOf(candidates);
        }
    }

    /** There are contracts to buy, but one of the cheapest costs more than may be spent. */
    record Unaffordable(OptionContract cheapest, Money price, Money budget, List<Candidate> candidates)
            implements ContractChoice {

        public Unaffordable {
            candidates = List.copyOf(candidates);
        }

        /** Dollars for one contract. */
        public Money cost() {
            return cheapest.outlay(price, 1);
        }
    }

    /** @param observed what was found, in words */
    record None(Reason reason, String observed, String limit, List<Candidate> candidates) implements ContractChoice {

        public None {
            candidates = List.copyOf(candidates);
        }
    }

    /** Why no contract could be bought at any price. */
    enum Reason {
        NO_CONTRACT,
        ILLIQUID,
        STALE_QUOTE
    }
}
