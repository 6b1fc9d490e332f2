package dev.opspipeline.risk;

import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.OptionType;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How far one thing held, or on its way, moves with its underlying.
 *
 * @param units signed units held or to come
 * @param delta of one unit's share, -1..1; null when unknown
 * @param underlyingPrice dollars a share; null when unknown
 */
public record PositionDelta(
        Instrument instrument,
        int units,
        @Nullable Double delta,
        @Nullable Money underlyingPrice) {

    /** What counts: a delta nobody knows is a whole one. */
    double effectiveDelta() {
        return switch (instrument) {
            case Ticker ignored -> 1;
            case OptionContract option ->
                delta == null || delta.isNaN() ? (option.type() == OptionType.CALL ? 1 : -1) : delta;
        };
    }

    /** Signed dollars of the underlying that it moves like; null while its price is unknown. */
    @Nullable
    Money dollars() {
        return underlyingPrice == null
                ? null
                : Money.nearest(BigDecimal.valueOf(effectiveDelta())
                        .multiply(underlyingPrice.amount())
                        .multiply(BigDecimal.valueOf((long) units * instrument.multiplier())));
    }
}
