package dev.opspipeline.adapters.runtime;

import java.util.Map;

/**
 * The meters that CloudWatch is told of, by name, each with its CloudWatch unit. Pinned, because every one costs money each month;
 * {@code docs/metrics.md} marks them.
 *
 * @param units names as in {@code docs/metrics.md}, and {@code Count}, {@code Seconds}, {@code Milliseconds} or {@code None}
 */
record PublishedMeters(Map<String, String> units) {

    /** So many metrics may the services of one tier publish together. */
    static final int MOST_PER_TIER = 40;

    static final PublishedMeters OURS = new PublishedMeters(Map.ofEntries(
            Map.entry("service.loop.silence", "Seconds"),
            Map.entry("service.ready", "None"),
            Map.entry("alpaca.clock.ahead", "Seconds"),
            Map.entry("signal.bars.oldest", "Seconds"),
            Map.entry("signal.tickers.silent", "Count"),
            Map.entry("dispatcher.decisions", "Count"),
            Map.entry("dispatcher.decisions.without.trade", "Count"),
            Map.entry("dispatcher.entries", "Count"),
            Map.entry("dispatcher.recommendation.to.order", "Milliseconds"),
            Map.entry("dispatcher.orders.rejected", "Count"),
            Map.entry("dispatcher.orders.unknown", "Count"),
            Map.entry("dispatcher.positions", "Count"),
            Map.entry("dispatcher.positions.limit", "Count"),
            Map.entry("dispatcher.exposure", "None"),
            Map.entry("dispatcher.exposure.limit", "None"),
            Map.entry("dispatcher.loss", "None"),
            Map.entry("dispatcher.loss.limit", "None"),
            Map.entry("dispatcher.account.age", "Seconds"),
            Map.entry("dispatcher.limits.age", "Seconds"),
            Map.entry("dispatcher.state", "None"),
            Map.entry("dispatcher.alerts", "Count"),
            Map.entry("exits.acting", "None"),
            Map.entry("exits.held", "Count"),
            Map.entry("exits.stop.coverage", "None"),
            Map.entry("exits.oldest.price.seconds", "Seconds"),
            Map.entry("exits.stuck.closes", "Count"),
            Map.entry("exits.unpriced", "Count"),
            Map.entry("exits.quotes.discarded", "Count"),
            Map.entry("exits.reconcile.differences", "Count"),
            Map.entry("exits.quote.to.order", "Milliseconds"),
            Map.entry("exits.closed", "Count")));

    PublishedMeters {
        units = Map.copyOf(units);
        long perTier = units.keySet().stream()
                .mapToLong(PublishedMeters::servicesOfATier)
                .sum();
        if (perTier > MOST_PER_TIER) {
            throw new IllegalArgumentException("at most %d metrics a tier, were %d".formatted(MOST_PER_TIER, perTier));
        }
    }

    /** How many of a tier's two services have it. */
    private static int servicesOfATier(String meter) {
        if (meter.startsWith("signal.")) {
            return 0;
        }
        return meter.startsWith("dispatcher.") || meter.startsWith("exits.") ? 1 : 2;
    }

    boolean has(String meter) {
        return units.containsKey(meter);
    }

    /** @throws IllegalArgumentException when the meter is not published */
    String unit(String meter) {
        String unit = units.get(meter);
        if (unit == null) {
            throw new IllegalArgumentException(meter + " is not published");
        }
        return unit;
    }
}
