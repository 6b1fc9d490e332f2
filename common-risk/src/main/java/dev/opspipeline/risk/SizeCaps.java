package dev.opspipeline.risk;

import dev.opspipeline.money.Money;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one trade may cost, cap by cap, before any contract is looked at.
 *
 * @param basis dollars the percentages are taken of
 * @param caps all six in the order of the rules, each in dollars
 * @param binding the name of the smallest cap
 * @param spendable the smallest cap, made smaller by low conviction and a nervous market, dollars
 * @param singleContract dollars that one contract may cost where a lone one may pass some caps; zero where none may
 * @param share what low conviction and a nervous market leave of any cap
 */
public record SizeCaps(
        Money basis, List<Cap> caps, String binding, Money spendable, Money singleContract, Share share) {

    static final String BUDGET = "budget";
    static final String MAX_RISK = LimitKey.MAX_RISK_PER_TRADE_PCT.key();
    static final String MAX_POSITION = LimitKey.MAX_POSITION_DOLLAR.key();
    static final String EXPOSURE = LimitKey.MAX_NOTIONAL_EXPOSURE.key();
    static final String BUYING_POWER = "options_buying_power";
    static final String DAILY_LOSS = LimitKey.MAX_DAILY_LOSS.key();

    public SizeCaps {
        caps = List.copyOf(caps);
    }

    /** @param amount dollars; null where the cap is off */
    public record Cap(String name, @Nullable Money amount) {}

    /** The cap of a name, dollars; empty where it is off. */
    Optional<Money> cap(String name) {
        return caps.stream()
                .filter(cap -> cap.name().equals(name))
                .findFirst()
                .flatMap(cap -> Optional.ofNullable(cap.amount()));
    }

    /** Whether so many dollars fit under one cap, made smaller like the smallest. */
    boolean allows(String name, Money cost) {
        return cap(name).map(share::of).filter(cost::isMoreThan).isEmpty();
    }

    Money budget() {
        return cap(BUDGET).orElseThrow();
    }

    /** Highest premium at which one contract fits, dollars per share: what this account can buy at all today. */
    public Money highestPremium() {
        Money most = spendable.max(singleContract);
        return new Money(most.amount().movePointLeft(2).setScale(2, RoundingMode.FLOOR));
    }
}
