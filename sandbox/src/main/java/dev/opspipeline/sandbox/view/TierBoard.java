package dev.opspipeline.sandbox.view;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What the topics have said of one account so far. */
final class TierBoard {

    private final String tier;
    private final Map<String, Integer> reasons = new TreeMap<>();
    private JsonNode limits = MissingNode.getInstance();
    private int decided;
    private int entries;
    private int closed;
    private int won;
    private @Nullable Happening refusal;

    TierBoard(String tier) {
        this.tier = tier;
    }

    void entered() {
        decided++;
        entries++;
    }

    void refused(Happening happening) {
        decided++;
        refusal = happening;
    }

    /** True the first time the account refuses for this reason. */
    boolean counts(String code) {
        return reasons.merge(code, 1, Integer::sum) == 1;
    }

    void closed(BigDecimal profit) {
        closed++;
        if (profit.signum() > 0) {
            won++;
        }
    }

    /** Takes over accepted limits, and says what changed; nothing the first time. */
    List<String> limits(JsonNode accepted) {
        List<String> changes = limits.isMissingNode() ? List.of() : LimitText.changes(limits, accepted);
        limits = accepted;
        return changes;
    }

    int decided() {
        return decided;
    }

    BoardView.TierRow row(@Nullable AccountFigures figures) {
        return new BoardView.TierRow(
                tier,
                figures,
                LimitFigures.of(limits),
                entries,
                decided - entries,
                closed,
                won,
                new TreeMap<>(reasons),
                refusal);
    }
}
