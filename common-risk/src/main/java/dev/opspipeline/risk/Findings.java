package dev.opspipeline.risk;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The verdicts of one proposal, one of each code; a later look at the same rule replaces an earlier one. */
record Findings(Map<RefusalCode, Verdict> byCode) {

    /** The rules that need a contract, which is looked for only when all others pass. */
    private static final List<RefusalCode> NEED_CONTRACT = List.of(
            RefusalCode.NET_DELTA,
            RefusalCode.NO_CONTRACT,
            RefusalCode.ILLIQUID,
            RefusalCode.STALE_QUOTE,
            RefusalCode.CANNOT_AFFORD,
            RefusalCode.CONTRACT_TOO_EXPENSIVE,
            RefusalCode.LOSS_BUDGET,
            RefusalCode.BELOW_MINIMUM);

    /** Before any contract was looked for. */
    static Findings unchosen(Collection<Verdict> screened) {
        Map<RefusalCode, Verdict> byCode = new EnumMap<>(RefusalCode.class);
        NEED_CONTRACT.forEach(code -> byCode.put(code, Verdict.notEvaluated(code)));
        screened.forEach(verdict -> byCode.put(verdict.code(), verdict));
        return new Findings(byCode);
    }

    Findings with(Verdict... verdicts) {
        Map<RefusalCode, Verdict> copy = new EnumMap<>(byCode);
        for (Verdict verdict : verdicts) {
            copy.put(verdict.code(), verdict);
        }
        return new Findings(copy);
    }

    /** In the order of the codes. */
    List<Verdict> verdicts() {
        return List.copyOf(byCode.values());
    }

    List<Verdict> refusals() {
        return byCode.values().stream().filter(Verdict::refuses).toList();
    }
}
