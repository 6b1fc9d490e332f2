package dev.opspipeline.risk;

import dev.opspipeline.exit.ExitPlan;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import java.util.List;

/** What became of one recommendation in one account. There is no third outcome. */
public sealed interface Decision {

    /**
     * Buy so many contracts.
     *
     * @param limitPrice highest premium to pay, dollars per share
     * @param plan when it will be closed, as planned at the limit price; frozen anew from the first fill
     */
    record Trade(OptionContract contract, int contracts, Money limitPrice, ExitPlan plan) implements Decision {

        public Trade {
            if (contracts < 1) {
                throw new IllegalArgumentException("contracts must be at least 1, was " + contracts);
            }
        }

        /** Dollars this trade may cost at most. */
        public Money outlay() {
            return contract.outlay(limitPrice, contracts);
        }
    }

    /** Do nothing, and say why. */
    record NoTrade(List<Verdict> refusals) implements Decision {

        public NoTrade {
            refusals = List.copyOf(refusals);
            if (refusals.isEmpty()) {
                throw new IllegalArgumentException("a refusal needs a reason");
            }
        }
    }
}
