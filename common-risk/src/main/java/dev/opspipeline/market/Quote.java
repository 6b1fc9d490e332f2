package dev.opspipeline.market;

import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import java.time.Duration;
import java.time.Instant;

/**
 * A best bid and ask, with where it came from and when. May be one-sided or crossed: nothing is assumed of it.
 *
 * @param bid dollars per share; zero when nobody bids
 * @param ask dollars per share; zero when nobody offers
 * @param changedAt the source's own time stamp of this price
 * @param confirmedAt when the source last reported it, changed or not: ages are counted from here
 * @param feed the source's name, as in {@code indicative} or {@code opra}
 */
public record Quote(Money bid, Money ask, Instant changedAt, Instant confirmedAt, String feed) {

    /** Somebody bids, and somebody offers for more than that: the only quote prices may be taken from. */
    public boolean isTwoSided() {
        return bid.isPositive() && ask.isMoreThan(bid);
    }

    public Money mid() {
        return bid.midpoint(ask);
    }

    /** Spread as a fraction of the mid; only of a two-sided quote. */
    public Fraction spreadOfMid() {
        return ask.minus(bid).per(mid());
    }

    /** Market time since the source last reported this quote. */
    public Duration age(Instant now) {
        return Duration.between(confirmedAt, now);
    }
}
