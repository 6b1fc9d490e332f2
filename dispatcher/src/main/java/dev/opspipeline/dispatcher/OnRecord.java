package dev.opspipeline.dispatcher;

import dev.opspipeline.exit.ClosedTrade;
import dev.opspipeline.money.Money;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.DecisionRecord;
import dev.opspipeline.risk.Latch;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What the topics say of an account when an instance takes over, each oldest first. Nothing the account's dispatcher knows
 * is kept anywhere else, but at the broker.
 *
 * @param decisions the decisions that may still matter
 * @param settled ids of the entry orders whose end is on record
 * @param controls everything operators and the system itself said, the whole topic
 * @param closedTrades the account's closed trades of the last while
 * @param reached limits of the session that were seen reached
 * @param bests the best profits of the session that were noted
 */
public record OnRecord(
        List<DecisionRecord> decisions,
        Set<String> settled,
        List<SaidControl> controls,
        List<ClosedTrade> closedTrades,
        List<Reached> reached,
        List<Best> bests) {

    public OnRecord {
        decisions = List.copyOf(decisions);
        settled = Set.copyOf(settled);
        controls = List.copyOf(controls);
        closedTrades = List.copyOf(closedTrades);
        reached = List.copyOf(reached);
        bests = List.copyOf(bests);
    }

    /** @param offset its place in the topic: what was taken in once is not taken in again */
    public record SaidControl(long offset, Control control) {}

    /** @param at market time at which the limit was seen reached */
    public record Reached(Latch latch, Instant at) {}

    /** @param at market time at which so much profit was seen */
    public record Best(Money profit, Instant at) {}
}
