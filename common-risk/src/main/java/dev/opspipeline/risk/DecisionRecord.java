package dev.opspipeline.risk;

import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.BookView;
import dev.opspipeline.account.Tier;
import dev.opspipeline.contract.Candidate;
import dev.opspipeline.signal.Recommendation;
import dev.opspipeline.signal.RecommendationId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One decision with all that it was made from, so that it can be explained and made again.
 *
 * @param decidedAt market time
 * @param limitsVersion empty when no limits were in force
 * @param verdicts one of every gate, in the order of their codes
 * @param sizing null when size was never asked for
 * @param clientOrderId the id of the entry's first order; null when nothing is to be sent
 */
public record DecisionRecord(
        RecommendationId recommendationId,
        Tier tier,
        Instant decidedAt,
        String limitsVersion,
        Recommendation recommendation,
        @Nullable AccountSnapshot account,
        BookView book,
        DecisionFacts facts,
        List<Verdict> verdicts,
        List<Candidate> candidates,
        @Nullable Sizing sizing,
        Decision decision,
        @Nullable String clientOrderId) {

    public DecisionRecord {
        verdicts = List.copyOf(verdicts);
        candidates = List.copyOf(candidates);
        if ((decision instanceof Decision.Trade) != (clientOrderId != null)) {
            throw new IllegalArgumentException("a trade, and nothing else, has an order id: " + recommendationId);
        }
    }
}
