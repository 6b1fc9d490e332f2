package dev.opspipeline.risk;

import dev.opspipeline.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the account's net delta, this trade's included, within so many dollars either way.
 *
 * @param max null when switched off
 */
record NetDeltaGate(@Nullable Money max) {

    /** @param trade the contracts to be bought */
    Verdict check(Proposal proposal, PositionDelta trade) {
        NetDelta.Sum net = NetDelta.of(proposal);
        Money own = trade.dollars();
        String limit = max == null ? "no limit" : "between -%s and %s".formatted(max, max);
        if (net.dollars() == null || own == null || proposal.knownBook().isEmpty()) {
            String missing = net.dollars() == null ? net.unknown() : "positions";
            return max == null
                    ? Verdict.of(RefusalCode.NET_DELTA, true, "unknown: " + missing, limit)
                    : Verdict.unknown(RefusalCode.NET_DELTA, missing, limit);
        }
        Money after = net.dollars().plus(own);
        return Verdict.of(RefusalCode.NET_DELTA, max == null || after.abs().isAtMost(max), after, limit);
    }
}
