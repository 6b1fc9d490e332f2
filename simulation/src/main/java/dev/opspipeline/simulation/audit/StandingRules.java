package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.TopicFact.Closed;
import dev.opspipeline.simulation.audit.TopicFact.Decision;
import dev.opspipeline.simulation.audit.TopicFact.Delta;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What closes an account's entries for a while, whatever the recommendation: controls, streaks, a fall, a lean. */
final class StandingRules {

    /** So long a control or a closed trade may be on its way. */
    private static final Duration TOLD = Duration.ofSeconds(10);

    private StandingRules() {}

    static List<EntryRule> all() {
        return List.of(new EntriesOpen(), new StopStreak(), new SessionDrawdown(), new NetDelta());
    }

    /** Nobody had closed entries when the order was decided on. */
    record EntriesOpen() implements EntryRule {

        @Override
        public String name() {
            return "entries-open";
        }

        @Override
        public boolean holdsForRepricing() {
            return true;
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            return entry.day()
                    .topics()
                    .controls()
                    .closed(entry.submit().account(), entry.at(), TOLD)
                    .map(since -> "entries were closed at " + since);
        }
    }

    /** Fewer stop-losses than the limit in the minutes before. */
    record StopStreak() implements EntryRule {

        @Override
        public String name() {
            return "stop-streak";
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            Optional<BigDecimal> most = limits.optional("streak_stops");
            Optional<BigDecimal> minutes = limits.optional("streak_minutes");
            if (most.isEmpty() || minutes.isEmpty()) {
                return Optional.empty();
            }
            Instant to = entry.at().minus(TOLD);
            Instant from = entry.at()
                    .minus(Duration.ofMinutes(minutes.get().longValue()))
                    .plus(TOLD);
            long stops = Topics.last(entry.day().topics().closedTrades()).stream()
                    .filter(closed -> closed.tier().equals(entry.submit().account())
                            && closed.quantity() > 0
                            && closed.reason().equals("STOP_LOSS_HIT"))
                    .map(Closed::closedAt)
                    .filter(at -> at.isAfter(from) && at.isBefore(to))
                    .count();
            return stops >= most.get().longValue()
                    ? Optional.of("%d stop-losses within %s minutes".formatted(stops, minutes.get()))
                    : Optional.empty();
        }
    }

    /** The account had not fallen so far from its best of the session when it was last looked at. */
    record SessionDrawdown() implements EntryRule {

        @Override
        public String name() {
            return "session-drawdown";
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            return limits.optional("session_drawdown_stop")
                    .flatMap(stop -> entry.day()
                            .equity(entry.submit().account())
                            .fallen(entry.oldestSnapshot(), entry.at(), Entry.SNAPSHOT_AGE)
                            .filter(fall -> fall.compareTo(stop) >= 0)
                            .map(fall -> "fell %s from the best, limit %s".formatted(fall.toPlainString(), stop)));
        }
    }

    /** Net delta as the decision tells it, over everything the broker holds and works, leans no further than the limits. */
    record NetDelta() implements EntryRule {

        private static final BigDecimal SHARES = BigDecimal.valueOf(100);
        private static final BigDecimal ROUNDING = new BigDecimal("0.01");

        @Override
        public String name() {
            return "net-delta";
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            Optional<BigDecimal> leaning = limits.optional("max_net_delta_pct");
            List<Delta> told = entry.decision().map(Decision::deltas).orElse(List.of());
            if (leaning.isEmpty() || told.isEmpty()) {
                return Optional.empty();
            }
            Map<String, Delta> bySymbol = new HashMap<>();
            told.forEach(delta -> bySymbol.put(delta.instrument(), delta));
            for (Holding holding : entry.ledger().held()) {
                if (!bySymbol.containsKey(holding.symbol()) && heldSince(holding, entry)) {
                    return Optional.of("%s is held and not counted".formatted(holding.symbol()));
                }
            }
            BigDecimal sum = told.stream().map(NetDelta::dollars).reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal own = entry.signal().call() ? sum : sum.negate();
            BigDecimal limit = entry.equity().multiply(leaning.get()).add(ROUNDING);
            return own.compareTo(limit) > 0
                    ? Optional.of("leans %s, limit %s".formatted(own.toPlainString(), limit.toPlainString()))
                    : Optional.empty();
        }

        private static boolean heldSince(Holding holding, Entry entry) {
            return entry.decision()
                    .map(decision ->
                            holding.openedAt().isBefore(decision.decidedAt().minus(TOLD)))
                    .orElse(false);
        }

        private static BigDecimal dollars(Delta told) {
            Optional<Occ> option = Occ.parse(told.instrument());
            BigDecimal whole = option.filter(occ -> !occ.call()).isPresent() ? BigDecimal.ONE.negate() : BigDecimal.ONE;
            BigDecimal delta = told.delta() == null || option.isEmpty() ? whole : told.delta();
            BigDecimal price = told.underlyingPrice() == null ? BigDecimal.ZERO : told.underlyingPrice();
            return delta.multiply(price)
                    .multiply(BigDecimal.valueOf(told.units()))
                    .multiply(option.isPresent() ? SHARES : BigDecimal.ONE);
        }
    }
}
