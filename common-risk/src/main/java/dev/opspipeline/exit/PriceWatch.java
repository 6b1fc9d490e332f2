package dev.opspipeline.exit;

import dev.opspipeline.market.Quote;
import dev.opspipeline.money.Fraction;
import dev.opspipeline.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the quotes of one held contract have shown since it was opened. Time is the quotes' own: when they were confirmed. */
final class PriceWatch {

    /** Older than this a quote moves nothing. */
    static final Duration MAX_AGE = Duration.ofSeconds(15);

    /** A single bad print between two good ones is not a stop. */
    static final Duration STOP_STANDS = Duration.ofSeconds(2);

    /** Where nobody knows the price, a low bid must last longer to be believed. */
    static final Duration STOP_STANDS_WIDE = Duration.ofSeconds(15);

    static final Fraction WIDE = Fraction.ofPercent(25);

    private @Nullable Quote last;
    private @Nullable Instant atStopSince;
    private @Nullable Money peakBid;

    /** Takes a quote; one that is older than the last, or that no price can be taken from, changes nothing. */
    void read(Quote quote, @Nullable Money stopAt) {
        Quote previous = last;
        if (!quote.isTwoSided() || (previous != null && !quote.confirmedAt().isAfter(previous.confirmedAt()))) {
            return;
        }
        last = quote;
        if (stopAt == null || quote.bid().isMoreThan(stopAt)) {
            atStopSince = null;
        } else if (atStopSince == null) {
            atStopSince = quote.confirmedAt();
        }
        if (previous != null) {
            Money stood = previous.bid().min(quote.bid());
            peakBid = peakBid == null ? stood : peakBid.max(stood);
        }
    }

    /** The levels have changed: what was seen of the old stop means nothing. */
    void planChanged() {
        atStopSince = null;
    }

    /** The last quote, while it is young enough to act on. */
    Optional<Quote> fresh(Instant now) {
        return Optional.ofNullable(last).filter(quote -> quote.age(now).compareTo(MAX_AGE) <= 0);
    }

    /** When a usable quote was last confirmed; empty when none ever was. */
    Optional<Instant> lastConfirmed() {
        return Optional.ofNullable(last).map(Quote::confirmedAt);
    }

    /** Every quote since the first at or below the stop was so too, for long enough. */
    boolean stopStands() {
        if (last == null || atStopSince == null) {
            return false;
        }
        Duration needed = last.spreadOfMid().isMoreThan(WIDE) ? STOP_STANDS_WIDE : STOP_STANDS;
        return Duration.between(atStopSince, last.confirmedAt()).compareTo(needed) >= 0;
    }

    /** The highest bid that two quotes in a row reached. */
    @Nullable
    Money peakBid() {
        return peakBid;
    }
}
