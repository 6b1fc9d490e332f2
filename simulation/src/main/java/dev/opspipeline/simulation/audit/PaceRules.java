package dev.opspipeline.simulation.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How often the account may trade, and what twice. */
final class PaceRules {

    private PaceRules() {}

    static List<EntryRule> all() {
        return List.of(
                new TradesPerDay(),
                new TradesPerTicker(),
                new TickerCooldown(),
                new AccountCooldown(),
                new DuplicatePosition());
    }

    /** Filled entries of the day. */
    record TradesPerDay() implements EntryRule {

        @Override
        public String name() {
            return "trades-per-day";
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            return limits.maxTradesPerDay().flatMap(limit -> tooMany(entry.earlier(), limit));
        }
    }

    /** Filled entries of the day in one ticker. */
    record TradesPerTicker() implements EntryRule {

        @Override
        public String name() {
            return "trades-per-ticker";
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            return limits.optional("max_trades_per_ticker_per_day")
                    .flatMap(limit -> tooMany(entry.earlierInTicker(), limit.intValueExact()));
        }
    }

    /** Time since the last accepted entry in the ticker. */
    record TickerCooldown() implements EntryRule {

        @Override
        public String name() {
            return "ticker-cooldown";
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            return tooSoon(entry, entry.earlierInTicker(), limits.minutes("ticker_cooldown_minutes"));
        }
    }

    /** Time since the last accepted entry in the account. */
    record AccountCooldown() implements EntryRule {

        @Override
        public String name() {
            return "account-cooldown";
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            boolean holds = !entry.ledger().held().isEmpty();
            return tooSoon(
                    entry,
                    entry.earlier(),
                    limits.seconds(holds ? "cooldown_with_positions_seconds" : "cooldown_without_positions_seconds"));
        }
    }

    /** Nothing held or on its way in the same underlying and direction. */
    record DuplicatePosition() implements EntryRule {

        @Override
        public String name() {
            return "duplicate-position";
        }

        @Override
        public boolean holdsForRepricing() {
            return true;
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            List<String> held = entry.ledger().held().stream()
                    .filter(holding ->
                            !holding.entryReference().equals(entry.id().recommendation()))
                    .map(Holding::symbol)
                    .toList();
            List<String> working = entry.ledger().workingEntries().stream()
                    .filter(placed ->
                            !Entry.recommendation(placed).equals(entry.id().recommendation()))
                    .map(placed -> placed.submit().symbol())
                    .toList();
            return java.util.stream.Stream.concat(held.stream(), working.stream())
                    .filter(symbol -> sameBet(symbol, entry.submit().symbol()))
                    .findFirst()
                    .map(symbol -> "already has " + symbol);
        }

        private static boolean sameBet(String one, String other) {
            Optional<Occ> left = Occ.parse(one);
            Optional<Occ> right = Occ.parse(other);
            return left.isPresent()
                    && right.isPresent()
                    && left.get().underlying().equals(right.get().underlying())
                    && left.get().call() == right.get().call();
        }
    }

    private static Optional<String> tooMany(List<Placed> earlier, int limit) {
        long filled = earlier.stream()
                .filter(placed -> placed.filled() > 0)
                .map(Entry::recommendation)
                .distinct()
                .count();
        return filled >= limit
                ? Optional.of("%d filled entries before it, limit %d".formatted(filled, limit))
                : Optional.empty();
    }

    private static Optional<String> tooSoon(Entry entry, List<Placed> earlier, Duration cooldown) {
        return earlier.stream()
                .map(placed -> placed.submit().at())
                .max(Comparator.<Instant>naturalOrder())
                .map(last -> Duration.between(last, entry.at()))
                .filter(since -> since.plus(entry.day().run().slack()).compareTo(cooldown) < 0)
                .map(since -> "%d s after the last accepted entry, at least %d s"
                        .formatted(since.toSeconds(), cooldown.toSeconds()));
    }
}
