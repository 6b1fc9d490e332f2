package dev.opspipeline.risk;

import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.money.Money;
import java.util.Optional;

/**
 * The dollars of one account that a size is computed from. There is no default: what is unknown cannot be sized.
 *
 * @param lostToday zero when the day is a gain
 * @param held at work in positions
 * @param reserved set aside for entries that are not filled yet
 * @param paper the account holds play money
 */
public record Funds(
        Money equity, Money optionsBuyingPower, Money lostToday, Money held, Money reserved, boolean paper) {

    /** The proposal's account; empty while the account or the day's transfers are unknown. */
    static Optional<Funds> of(Proposal proposal) {
        AccountSnapshot account = proposal.account();
        if (account == null) {
            return Optional.empty();
        }
        return proposal.profitToday()
                .map(profit -> new Funds(
                        account.equity(),
                        account.optionsBuyingPower(),
                        profit.negated().max(Money.ZERO),
                        proposal.held(),
                        proposal.reserved(),
                        proposal.paper()));
    }

    Money atWork() {
        return held.plus(reserved);
    }
}
