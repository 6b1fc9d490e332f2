package dev.opspipeline.risk;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Notices a gate that lets nothing through any more, which is more often a field misread than a market: every refusal alone
 * looks right.
 */
public final class RefusalStreaks {

    /** Decisions in a row that one gate refused before it is said. */
    public static final int SUSPICIOUS = 50;

    private final Map<RefusalCode, Integer> refused = new EnumMap<>(RefusalCode.class);
    private final Set<RefusalCode> said = EnumSet.noneOf(RefusalCode.class);
    private int withoutTrade;

    /** Takes a decision in; returns the gates that by now refused the last fifty, each once until it lets one through. */
    public List<RefusalCode> decided(DecisionRecord decision) {
        withoutTrade = decision.decision() instanceof Decision.Trade ? 0 : withoutTrade + 1;
        List<RefusalCode> suspicious = new ArrayList<>();
        for (Verdict verdict : decision.verdicts()) {
            RefusalCode code = verdict.code();
            if (verdict.refuses()) {
                if (refused.merge(code, 1, Integer::sum) >= SUSPICIOUS && said.add(code)) {
                    suspicious.add(code);
                }
            } else if (verdict.outcome() == Verdict.Outcome.PASSED) {
                refused.remove(code);
                said.remove(code);
            }
        }
        return suspicious;
    }

    /** Decisions since the last one that traded. */
    public int withoutTrade() {
        return withoutTrade;
    }
}
