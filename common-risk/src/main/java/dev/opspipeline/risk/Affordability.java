package dev.opspipeline.risk;

import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.exit.ExitTerms;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import java.util.stream.Stream;

/**
 * Whether an account can buy anything at all under its own limits: the dearest premium of which one contract fits on a day
 * without losses and with nothing held.
 *
 * @param day for a day trade, dollars per share
 * @param swing for a swing, dollars per share
 */
public record Affordability(Money day, Money swing) {

    /** A conviction that makes a size neither larger nor smaller. */
    private static final double USUAL_SCORE = 4;

    public static Affordability of(TierLimits limits, AccountSnapshot account, boolean paper) {
        Funds funds =
                new Funds(account.equity(), account.optionsBuyingPower(), Money.ZERO, Money.ZERO, Money.ZERO, paper);
        return new Affordability(highest(limits, funds, Strategy.DAY), highest(limits, funds, Strategy.SWING));
    }

    private static Money highest(TierLimits limits, Funds funds, Strategy strategy) {
        var terms = ExitTerms.of(limits.tier(), strategy, limits.smallAccountMode());
        return new PositionSizer(limits)
                .caps(funds, strategy, USUAL_SCORE, false, terms.stop())
                .highestPremium();
    }

    /** Not one contract that is worth an order fits: this account will never trade. */
    public boolean nothing() {
        return Stream.of(day, swing)
                .map(premium -> premium.times(OptionContract.MULTIPLIER))
                .noneMatch(PositionSizer.MINIMUM_OUTLAY::isAtMost);
    }
}
