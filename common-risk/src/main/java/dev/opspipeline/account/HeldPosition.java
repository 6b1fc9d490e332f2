package dev.opspipeline.account;

import dev.opspipeline.market.Instrument;
import dev.opspipeline.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * One position as the broker reports it.
 *
 * @param quantity signed units: negative when short
 * @param averageEntryPrice dollars per share
 * @param marketValue signed dollars; null when the broker has no price
 */
public record HeldPosition(
        Instrument instrument,
        int quantity,
        Money averageEntryPrice,
        @Nullable Money marketValue) {}
