package dev.opspipeline.account;

import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.RecommendationId;
import java.time.Instant;
import java.util.List;

/**
 * One account's book at one moment, as the entry gates read it. Everything that is not finished is in here.
 *
 * @param positions everything held, being closed included
 * @param entriesInFlight reserved or working entries, by what is not filled yet
 * @param entriesToday entries of the trading date that were accepted by the broker, in order of time; without those whose
 *     second order has no answer yet, which are in flight
 * @param confirmedAt market time the broker last confirmed positions and orders; {@link Instant#MIN} when never
 */
public record BookView(
        List<OpenPosition> positions,
        List<EntryInFlight> entriesInFlight,
        List<AcceptedEntry> entriesToday,
        Instant confirmedAt) {

    public BookView {
        positions = List.copyOf(positions);
        entriesInFlight = List.copyOf(entriesInFlight);
        entriesToday = List.copyOf(entriesToday);
    }

    /** As if one recommendation had never been acted on: what its own second order is held against. */
    public BookView without(RecommendationId recommendation) {
        return new BookView(
                positions,
                entriesInFlight.stream()
                        .filter(entry -> !entry.recommendationId().equals(recommendation))
                        .toList(),
                entriesToday.stream()
                        .filter(entry -> !entry.recommendationId().equals(recommendation))
                        .toList(),
                confirmedAt);
    }

    /**
     * @param quantity signed units held
     * @param cost dollars paid for what is still held
     * @param marketValue signed dollars at the broker's last mark; the cost while it has none
     */
    public record OpenPosition(Instrument instrument, int quantity, Money cost, Money marketValue) {

        /** Dollars at work: the cost, or the marked value if higher. */
        public Money notional() {
            return cost.abs().max(marketValue.abs());
        }
    }

    /** @param reserved dollars set aside for the units not filled yet */
    public record EntryInFlight(
            RecommendationId recommendationId, OptionContract contract, int contracts, Money reserved) {}

    /** @param filled at least one contract was bought: only then does it count as a trade of the day */
    public record AcceptedEntry(RecommendationId recommendationId, Ticker ticker, Instant acceptedAt, boolean filled) {}
}
