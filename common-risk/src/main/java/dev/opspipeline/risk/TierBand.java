package dev.opspipeline.risk;

import dev.opspipeline.account.Tier;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an account's equity stands to the band of the tier it was configured for. The tier never follows the equity by itself:
 * outside its band an account takes the smaller of both tiers' risk percentages, and a change of tier is proposed to a person.
 *
 * @param configured the tier of the account's limits
 * @param measured equity, or the size it is asked to act as if that is smaller; dollars
 */
public record TierBand(Tier configured, Money measured) {

    /** A change is proposed only where the equity less or plus a tenth is of the other tier as well. */
    private static final Fraction A_TENTH_MORE = Fraction.ofPercent(110);

    private static final Fraction A_TENTH_LESS = Fraction.ofPercent(90);

    /** @param override the size the account is asked to act as, dollars; null when it acts as what it is */
    public static TierBand of(Tier configured, Money equity, @Nullable Money override) {
        return new TierBand(configured, override == null ? equity : equity.min(override));
    }

    /** The tier whose band the equity falls into. */
    public Tier byEquity() {
        return TierTable.tierOf(measured);
    }

    public boolean isOutside() {
        return byEquity() != configured;
    }

    /** Share of the basis that one trade may cost: the smaller of both tiers' where the equity is of another one. */
    public Fraction riskPct(TierLimits limits, Strategy strategy) {
        Fraction own = limits.riskPct(strategy);
        return isOutside() ? own.min(TierTable.riskPct(byEquity(), strategy)) : own;
    }

    /** The most that one trade may cost as a share of the basis, likewise. */
    public Fraction maxRiskPerTradePct(TierLimits limits) {
        Fraction own = limits.maxRiskPerTradePct();
        return isOutside() ? own.min(TierTable.maxRiskPerTradePct(byEquity())) : own;
    }

    /** The tier to propose, once the equity is a tenth beyond the end of a band; empty while there is nothing to propose. */
    public Optional<Tier> graduation() {
        Tier grown = TierTable.tierOf(measured.dividedByRoundedDown(A_TENTH_MORE));
        Tier shrunk = TierTable.tierOf(measured.dividedByRoundedDown(A_TENTH_LESS));
        if (grown.compareTo(configured) > 0) {
            return Optional.of(grown);
        }
        return shrunk.compareTo(configured) < 0 ? Optional.of(shrunk) : Optional.empty();
    }
}
