package dev.opspipeline.risk;

import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.RecommendationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step in the life of an entry order.
 *
 * @param limitPrice dollars per share
 * @param filled contracts bought so far
 * @param averagePrice dollars per share; null while nothing is filled
 * @param brokerOrderId null while the broker has not confirmed it
 * @param detail the broker's words, or why this state was entered; may be empty
 * @param at market time
 */
public record OrderRecord(
        RecommendationId recommendationId,
        String clientOrderId,
        OptionContract contract,
        int contracts,
        Money limitPrice,
        State state,
        int filled,
        @Nullable Money averagePrice,
        @Nullable String brokerOrderId,
        String detail,
        Instant at) {

    /** Where the order stands, as far as is known. */
    public enum State {
        /** Nobody knows whether the broker has it; its money stays reserved. */
        UNKNOWN,
        WORKING,
        PARTIALLY_FILLED,
        FILLED,
        CANCELED,
        REJECTED,
        /** Never sent, or never arrived, and now too old to send. */
        EXPIRED;

        public boolean isTerminal() {
            return switch (this) {
                case UNKNOWN, WORKING, PARTIALLY_FILLED -> false;
                case FILLED, CANCELED, REJECTED, EXPIRED -> true;
            };
        }
    }
}
