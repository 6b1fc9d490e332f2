package dev.opspipeline.exit;

import dev.opspipeline.market.Quote;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The exit rules in order of urgency, and the question whether an entry would be closed as soon as it is made. */
public final class ExitRules {

    static final List<ExitRule> STANDARD = List.of(
            new ExitRule.ExpirationRisk(),
            new ExitRule.EndOfDay(),
            new ExitRule.StopLoss(),
            new ExitRule.TrailingStop(),
            new ExitRule.TakeProfit(),
            new ExitRule.OvernightLoss(),
            new ExitRule.MaxHoldTime());

    private ExitRules() {}

    /**
     * Which rule a closing order carried out, of which nothing but the order is known any more.
     *
     * @param price what it fetched, dollars per share; null when that is not known
     * @param sentAt when it was sent
     * @return the most urgent rule that was due then; somebody's wish where none was
     */
    static ExitTrigger explain(
            @Nullable ExitPlan plan, @Nullable Money price, boolean isShort, String order, Instant sentAt) {
        ExitTrigger wish = new ExitTrigger(
                ExitReason.OPERATOR, "closing order " + order + " found at the broker", "", null, sentAt);
        if (plan == null) {
            return wish;
        }
        ExitRule.Facts facts = new ExitRule.Facts(plan, price, isShort, true, null, false, sentAt);
        return STANDARD.stream()
                .flatMap(rule -> rule.check(facts).stream())
                .findFirst()
                .orElse(wish);
    }

    /**
     * The most urgent rule that would be due at once, without waiting for a stop to stand: an entry with such a plan is
     * inadmissible, because it would be bought and sold in one breath.
     *
     * @param quote null when unknown: then only the time rules are looked at
     */
    public static Optional<ExitReason> firstDue(ExitPlan plan, @Nullable Quote quote, Instant now) {
        boolean priced = quote != null && quote.isTwoSided();
        Instant overnight = plan.overnightLossAt();
        ExitRule.Facts facts = new ExitRule.Facts(
                plan,
                priced && quote != null ? quote.bid() : null,
                false,
                true,
                null,
                overnight != null && SessionCalendar.tradingDate(overnight).equals(SessionCalendar.tradingDate(now)),
                now);
        return STANDARD.stream()
                .filter(rule -> rule.check(facts).isPresent())
                .map(ExitRule::reason)
                .findFirst();
    }
}
