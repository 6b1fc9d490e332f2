package dev.opspipeline.simulation.audit;

import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Which wall time it was at a market time, as far as the record's double-stamped lines tell. */
final class Clocks {

    private final NavigableMap<Instant, Instant> wallByMarket = new TreeMap<>();

    void met(Instant market, Instant wall) {
        wallByMarket.merge(market, wall, (one, other) -> one.isAfter(other) ? one : other);
    }

    /** The latest wall time known for that market time or before; {@link Instant#MAX} when nothing is known. */
    Instant wallAt(Instant market) {
        var known = wallByMarket.floorEntry(market);
        return known == null ? Instant.MAX : known.getValue();
    }
}
