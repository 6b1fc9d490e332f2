package dev.opspipeline.exit;

import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One reason to close, looked at by itself: no rule knows of another. */
interface ExitRule {

    ExitReason reason();

    /** The trigger, if the rule is due. */
    Optional<ExitTrigger> check(Facts facts);

    /**
     * What the rules look at.
     *
     * @param mark the bid for a long and the ask for a short, dollars per share; null when there is no fresh quote, so that
     *     no price rule runs
     * @param isShort the position loses while the price rises
     * @param stopStands the mark has been at or beyond the stop for long enough
     * @param highest highest mark that stood since the entry; null when none was seen
     * @param beforeNight the session's close is near enough for the rule on losing swings
     */
    record Facts(
            ExitPlan plan,
            @Nullable Money mark,
            boolean isShort,
            boolean stopStands,
            @Nullable Money highest,
            boolean beforeNight,
            Instant now) {

        /** There is a mark, and it is at a level or on the losing side of it. */
        boolean isAtOrWorseThan(Money level) {
            return mark != null && (isShort ? mark.isAtLeast(level) : mark.isAtMost(level));
        }

        boolean isAtOrBetterThan(Money level) {
            return mark != null && (isShort ? mark.isAtMost(level) : mark.isAtLeast(level));
        }

        String observed() {
            return (isShort ? "ask " : "bid ") + mark;
        }
    }

    private static Optional<ExitTrigger> from(ExitReason reason, @Nullable Instant due, Facts facts) {
        return due == null || facts.now().isBefore(due)
                ? Optional.empty()
                : Optional.of(
                        new ExitTrigger(reason, facts.now().toString(), due.toString(), facts.mark(), facts.now()));
    }

    private static Optional<ExitTrigger> price(ExitReason reason, boolean due, Money level, Facts facts) {
        return due
                ? Optional.of(new ExitTrigger(reason, facts.observed(), level.toString(), facts.mark(), facts.now()))
                : Optional.empty();
    }

    /** A contract is not kept in the account until it expires. */
    record ExpirationRisk() implements ExitRule {
        @Override
        public ExitReason reason() {
            return ExitReason.EXPIRATION_RISK;
        }

        @Override
        public Optional<ExitTrigger> check(Facts facts) {
            return from(reason(), facts.plan().expirationRiskAt(), facts);
        }
    }

    /** A day trade ends with the day. */
    record EndOfDay() implements ExitRule {
        @Override
        public ExitReason reason() {
            return ExitReason.END_OF_DAY;
        }

        @Override
        public Optional<ExitTrigger> check(Facts facts) {
            return from(reason(), facts.plan().endOfDayAt(), facts);
        }
    }

    /** Enough is lost. */
    record StopLoss() implements ExitRule {
        @Override
        public ExitReason reason() {
            return ExitReason.STOP_LOSS_HIT;
        }

        @Override
        public Optional<ExitTrigger> check(Facts facts) {
            Money level = facts.plan().stopAt();
            return price(reason(), facts.stopStands() && facts.isAtOrWorseThan(level), level, facts);
        }
    }

    /** Once enough was gained, only so much of it is given back. */
    record TrailingStop() implements ExitRule {
        @Override
        public ExitReason reason() {
            return ExitReason.TRAILING_STOP;
        }

        @Override
        public Optional<ExitTrigger> check(Facts facts) {
            Trailing trailing = facts.plan().trailing();
            Money entry = facts.plan().entryPrice();
            Money peak = facts.highest();
            if (trailing == null
                    || facts.isShort()
                    || peak == null
                    || peak.isLessThan(entry.times(Fraction.ONE.plus(trailing.arm())))) {
                return Optional.empty();
            }
            Money level = peak.minus(peak.minus(entry).times(trailing.giveBack()));
            return price(reason(), facts.isAtOrWorseThan(level), level, facts);
        }
    }

    /** Enough is won. */
    record TakeProfit() implements ExitRule {
        @Override
        public ExitReason reason() {
            return ExitReason.TAKE_PROFIT_HIT;
        }

        @Override
        public Optional<ExitTrigger> check(Facts facts) {
            Money level = facts.plan().targetAt();
            return price(reason(), facts.isAtOrBetterThan(level), level, facts);
        }
    }

    /** A small account does not sleep on a loss. */
    record OvernightLoss() implements ExitRule {
        @Override
        public ExitReason reason() {
            return ExitReason.OVERNIGHT_LOSS;
        }

        @Override
        public Optional<ExitTrigger> check(Facts facts) {
            Instant from = facts.plan().overnightLossAt();
            Money level = facts.plan().entryPrice();
            boolean isNight = from != null && !facts.now().isBefore(from) && facts.beforeNight();
            return price(
                    reason(), isNight && facts.isAtOrWorseThan(level) && !facts.isAtOrBetterThan(level), level, facts);
        }
    }

    /** Held long enough. */
    record MaxHoldTime() implements ExitRule {
        @Override
        public ExitReason reason() {
            return ExitReason.MAX_HOLD_TIME;
        }

        @Override
        public Optional<ExitTrigger> check(Facts facts) {
            return from(reason(), facts.plan().maxHoldAt(), facts);
        }
    }
}
