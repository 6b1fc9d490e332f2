package dev.opspipeline.risk;

import dev.opspipeline.account.AccountBelts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a decision was made from besides recommendation, account and book.
 *
 * @param state the strictest of all that may stop trading
 * @param sinceExitManager wall time since the exit manager was heard; null when never
 * @param losses the day's losses and the limits on them that were reached
 * @param deltas of everything held and on its way
 * @param stopLosses market time of the account's latest stop-losses; null when they are not known
 * @param belts what the account's owner has set at the broker; null when not known
 * @param clockAhead wall time by which our clock is at least ahead of the broker's, negative when behind; null when not known
 */
public record DecisionFacts(
        TradingState state,
        @Nullable Duration sinceExitManager,
        SessionLosses losses,
        List<PositionDelta> deltas,
        @Nullable List<Instant> stopLosses,
        @Nullable AccountBelts belts,
        @Nullable Duration clockAhead) {

    public DecisionFacts {
        deltas = List.copyOf(deltas);
        stopLosses = stopLosses == null ? null : List.copyOf(stopLosses);
    }

    static DecisionFacts of(Proposal proposal) {
        return new DecisionFacts(
                proposal.state(),
                proposal.sinceExitManager(),
                proposal.losses(),
                proposal.deltas(),
                proposal.stopLosses(),
                proposal.belts(),
                proposal.clockAhead());
    }
}
