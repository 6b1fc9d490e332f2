package dev.opspipeline.exit;

import dev.opspipeline.market.Quote;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the quotes of one held position have shown since it was opened. A long is worth its bid, a short costs its ask. Time
 * is the quotes' own: when they were confirmed.
 */
final class PriceWatch {

    /** Older than this a quote moves nothing. */
    static final Duration MAX_AGE = Duration.ofSeconds(15);

    /** Older than this it is asked for elsewhere, before it moves nothing. */
    static final Duration GETTING_OLD = Duration.ofSeconds(10);

    /** A single bad print between two good ones is not a stop. */
    static final Duration STOP_STANDS = Duration.ofSeconds(2);

    /** Where nobody knows the price, a low bid must last longer to be believed. */
    static final Duration STOP_STANDS_WIDE = Duration.ofSeconds(15);

    static final Fraction WIDE = Fraction.ofPercent(25);

    /** What became of a quote. */
    enum Taken {
        USED,
        /** Not newer than the last one. */
        OLDER,
        /** One-sided, crossed or worse: no price can be taken from it. */
        UNUSABLE
    }

    /** One look at the price. */
    private record Mark(Money price, boolean wide, Instant confirmedAt, String feed) {}

    private @Nullable Quote quote;
    private @Nullable Mark last;
    private @Nullable Instant atStopSince;
    private @Nullable Money highest;
    private @Nullable Money lowest;
    private @Nullable Marks restored;

    /** Takes a quote; one that is older than the last, or that no price can be taken from, changes nothing. */
    Taken read(Quote next, boolean isShort, @Nullable ExitPlan plan) {
        if (!next.isTwoSided()) {
            return Taken.UNUSABLE;
        }
        if (isFromBefore(next)) {
            return Taken.OLDER;
        }
        boolean wide = next.spreadOfMid().isMoreThan(WIDE);
        Mark mark = new Mark(isShort ? next.ask() : next.bid(), wide, next.confirmedAt(), next.feed());
        if (!take(mark, isShort, plan)) {
            return Taken.OLDER;
        }
        quote = next;
        return Taken.USED;
    }

    /**
     * Ticks of one feed may overtake each other: the exchange's time tells. Unless the last one has become too old to act on:
     * one tick stamped in the future must not silence all that follow.
     */
    private boolean isFromBefore(Quote next) {
        Quote previous = quote;
        return previous != null
                && previous.feed().equals(next.feed())
                && next.changedAt().isBefore(previous.changedAt())
                && previous.age(next.confirmedAt()).compareTo(MAX_AGE) <= 0;
    }

    /** Takes the broker's own valuation, where there are no quotes: a stock's. */
    void valued(Money price, Instant asked, boolean isShort, @Nullable ExitPlan plan) {
        boolean unused = price.isPositive() && take(new Mark(price, false, asked, "broker"), isShort, plan);
    }

    private boolean take(Mark mark, boolean isShort, @Nullable ExitPlan plan) {
        Mark previous = last;
        if (previous != null && !mark.confirmedAt().isAfter(previous.confirmedAt())) {
            return false;
        }
        last = mark;
        if (plan == null || !isAtStop(mark.price(), isShort, plan.stopAt())) {
            atStopSince = null;
        } else if (atStopSince == null) {
            atStopSince = mark.confirmedAt();
        }
        if (previous != null) {
            Money low = previous.price().min(mark.price());
            Money high = previous.price().max(mark.price());
            highest = highest == null ? low : highest.max(low);
            lowest = lowest == null ? high : lowest.min(high);
        }
        return true;
    }

    private static boolean isAtStop(Money price, boolean isShort, Money stopAt) {
        return isShort ? price.isAtLeast(stopAt) : price.isAtMost(stopAt);
    }

    /** The levels have changed: what was seen of the old stop means nothing. */
    void planChanged() {
        atStopSince = null;
    }

    /** What was seen before a restart: a trailing stop must not forget its peak. */
    void restore(Marks before) {
        restored = before;
        Money high = before.highest();
        Money low = before.lowest();
        highest = high == null ? highest : highest == null ? high : highest.max(high);
        lowest = low == null ? lowest : lowest == null ? low : lowest.min(low);
    }

    /** The last quote, while it is young enough to act on. */
    Optional<Quote> fresh(Instant now) {
        return Optional.ofNullable(quote).filter(q -> q.age(now).compareTo(MAX_AGE) <= 0);
    }

    /** The price to judge by, while it is young enough. */
    Optional<Money> mark(Instant now) {
        return Optional.ofNullable(last)
                .filter(mark -> Duration.between(mark.confirmedAt(), now).compareTo(MAX_AGE) <= 0)
                .map(Mark::price);
    }

    /** When a usable price was last confirmed; empty when none ever was. */
    Optional<Instant> lastConfirmed() {
        return Optional.ofNullable(last).map(Mark::confirmedAt);
    }

    /** Every mark since the first at or beyond the stop was so too, for long enough. */
    boolean stopStands() {
        if (last == null || atStopSince == null) {
            return false;
        }
        Duration needed = last.wide() ? STOP_STANDS_WIDE : STOP_STANDS;
        return Duration.between(atStopSince, last.confirmedAt()).compareTo(needed) >= 0;
    }

    /** The highest mark that two in a row reached. */
    @Nullable
    Money highest() {
        return highest;
    }

    @Nullable
    Money lowest() {
        return lowest;
    }

    @Nullable
    Marks marks() {
        Mark mark = last;
        return mark == null ? restored : new Marks(mark.price(), mark.confirmedAt(), mark.feed(), highest, lowest);
    }
}
