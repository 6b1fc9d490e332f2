package dev.opspipeline.exit;

import dev.opspipeline.account.EntryFill;
import dev.opspipeline.money.Money;
import java.time.Instant;

/**
 * What is known of an entry beyond what the broker says: for attribution.
 *
 * @param contracts bought by all executions told so far
 * @param spent dollars paid for them
 * @param firstFillAt the broker's time of the first of them
 * @param accountEquityAtEntry equity the size was computed from, dollars
 * @param positionSizeUsd outlay the decision allowed, dollars
 */
public record EntryFacts(
        int contracts, Money spent, Instant firstFillAt, Money accountEquityAtEntry, Money positionSizeUsd) {

    static EntryFacts of(EntryFill fill) {
        return new EntryFacts(
                fill.contracts(),
                fill.contract().outlay(fill.price(), fill.contracts()),
                fill.at(),
                fill.accountEquityAtEntry(),
                fill.positionSizeUsd());
    }

    EntryFacts plus(EntryFacts other) {
        return new EntryFacts(
                contracts + other.contracts,
                spent.plus(other.spent),
                firstFillAt.isBefore(other.firstFillAt) ? firstFillAt : other.firstFillAt,
                accountEquityAtEntry,
                positionSizeUsd);
    }
}
