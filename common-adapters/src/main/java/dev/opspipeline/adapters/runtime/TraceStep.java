package dev.opspipeline.adapters.runtime;

import dev.opspipeline.account.Tier;
import dev.opspipeline.exit.ClosedTrade;
import dev.opspipeline.market.Bar;
import dev.opspipeline.risk.Decision;
import dev.opspipeline.risk.DecisionRecord;
import dev.opspipeline.risk.OrderRecord;
import dev.opspipeline.signal.Recommendation;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step on the way from a bar to a closed position, once it is over. Its names are made from what all services know, so
 * that they agree on them without telling each other, and a step told again is the same step.
 *
 * @param name what was done, as in {@code decide}
 * @param recommendation what it was done about
 * @param tier null for what is done for all accounts
 * @param id names this step among all others, for ever
 * @param cause the id of the step that led to it; null for the first
 * @param from market time
 * @param to market time, not before {@code from}
 * @param data more about it, without secrets
 */
public record TraceStep(
        String name,
        String recommendation,
        @Nullable Tier tier,
        String id,
        @Nullable String cause,
        Instant from,
        Instant to,
        Map<String, String> data) {

    public TraceStep {
        data = Map.copyOf(data);
        // A bar's end is the market's word, the rest the machine's: its clock may be a little behind.
        to = to.isBefore(from) ? from : to;
    }

    /** From the end of the bar to the moment the recommendation was handed over to be published. */
    public static TraceStep recommended(Recommendation made, Instant published) {
        String recommendation = made.id().value();
        return new TraceStep(
                "recommend",
                recommendation,
                null,
                recommending(recommendation),
                null,
                made.barTime().plus(Bar.LENGTH),
                published,
                Map.of());
    }

    /** From the recommendation to the decision on record. */
    public static TraceStep decided(DecisionRecord decision, Instant committed) {
        String recommendation = decision.recommendationId().value();
        return new TraceStep(
                "decide",
                recommendation,
                decision.tier(),
                deciding(decision.tier(), recommendation),
                recommending(recommendation),
                decision.recommendation().createdAt(),
                committed,
                switch (decision.decision()) {
                    case Decision.Trade trade -> Map.of("outcome", "TRADE");
                    case Decision.NoTrade noTrade ->
                        Map.of(
                                "outcome",
                                "NO_TRADE",
                                "code",
                                noTrade.refusals().getFirst().code().name());
                });
    }

    /**
     * From the sending of an entry order to its end.
     *
     * @param end the order's last step
     */
    public static TraceStep ordered(Tier tier, OrderRecord end, Instant sent) {
        String recommendation = end.recommendationId().value();
        return new TraceStep(
                "order",
                recommendation,
                tier,
                "order " + end.clientOrderId(),
                deciding(tier, recommendation),
                sent,
                end.at(),
                Map.of("order", end.clientOrderId(), "state", end.state().name()));
    }

    /** From the trigger of an exit to the end of a position that was opened here. */
    public static TraceStep closed(Tier tier, ClosedTrade trade) {
        return new TraceStep(
                "close",
                trade.entryReference(),
                tier,
                "close " + trade.closeOrderId(),
                deciding(tier, trade.entryReference()),
                trade.triggeredAt(),
                trade.closedAt(),
                Map.of("order", trade.closeOrderId(), "reason", trade.reason().name()));
    }

    private static String recommending(String recommendation) {
        return "recommend " + recommendation;
    }

    private static String deciding(Tier tier, String recommendation) {
        return "decide %s %s".formatted(tier.id(), recommendation);
    }
}
