package dev.opspipeline.account;

import dev.opspipeline.market.Instrument;
import dev.opspipeline.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What is held of one instrument: immutable, made anew by every trade.
 *
 * @param quantity signed units, never zero in a book
 * @param cost signed dollars paid for what is still held
 * @param marketValue signed dollars at the last mark; null while there is none
 */
record BookPosition(
        Instrument instrument,
        int quantity,
        Money cost,
        @Nullable Money marketValue) {

    static BookPosition none(Instrument instrument) {
        return new BookPosition(instrument, 0, Money.ZERO, null);
    }

    static BookPosition of(HeldPosition held) {
        return new BookPosition(
                held.instrument(),
                held.quantity(),
                held.averageEntryPrice().times((long) held.instrument().multiplier() * held.quantity()),
                held.marketValue());
    }

    /** After a trade of so many signed units: what reduces takes cost along pro rata, what crosses zero starts anew. */
    BookPosition traded(int units, Money price) {
        int after = quantity + units;
        Money traded = price.times((long) instrument.multiplier() * units);
        if (quantity == 0 || Integer.signum(after) == -Integer.signum(quantity)) {
            return new BookPosition(instrument, after, price.times((long) instrument.multiplier() * after), null);
        }
        if (Integer.signum(units) == Integer.signum(quantity)) {
            return new BookPosition(
                    instrument, after, cost.plus(traded), marketValue == null ? null : marketValue.plus(traded));
        }
        return new BookPosition(
                instrument, after, share(cost, after), marketValue == null ? null : share(marketValue, after));
    }

    BookPosition marked(@Nullable Money value) {
        return new BookPosition(instrument, quantity, cost, value);
    }

    /** Dollars per share, to the nearest hundredth of a cent. */
    Money averagePrice() {
        return Money.nearest(cost.amount()
                .divide(BigDecimal.valueOf((long) instrument.multiplier() * quantity), 8, RoundingMode.HALF_EVEN));
    }

    BookView.OpenPosition view() {
        return new BookView.OpenPosition(instrument, quantity, cost, marketValue == null ? cost : marketValue);
    }

    private Money share(Money whole, int after) {
        return Money.nearest(whole.amount()
                .multiply(BigDecimal.valueOf(after))
                .divide(BigDecimal.valueOf(quantity), 8, RoundingMode.HALF_EVEN));
    }
}
