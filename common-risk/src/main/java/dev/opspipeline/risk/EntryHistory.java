package dev.opspipeline.risk;

import dev.opspipeline.account.BookView;
import dev.opspipeline.account.BookView.AcceptedEntry;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.signal.RecommendationId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One account's entries of the day. One that is reserved, and not accepted yet, counts as made just now: or a burst
 * would pass one stale count.
 */
record EntryHistory(Instant now, List<AcceptedEntry> entries) {

    /** Empty while the book is unknown. */
    static Optional<EntryHistory> of(Proposal proposal) {
        return proposal.knownBook().map(book -> new EntryHistory(proposal.now(), entries(proposal, book)));
    }

    private static List<AcceptedEntry> entries(Proposal proposal, BookView book) {
        Set<RecommendationId> accepted = book.entriesToday().stream()
                .map(AcceptedEntry::recommendationId)
                .collect(Collectors.toSet());
        Set<RecommendationId> inFlight = book.entriesInFlight().stream()
                .map(BookView.EntryInFlight::recommendationId)
                .collect(Collectors.toSet());
        Stream<AcceptedEntry> today = book.entriesToday().stream()
                .filter(entry -> SessionCalendar.tradingDate(entry.acceptedAt()).equals(proposal.tradingDate()))
                .map(entry -> new AcceptedEntry(
                        entry.recommendationId(),
                        entry.ticker(),
                        entry.acceptedAt(),
                        entry.filled() || inFlight.contains(entry.recommendationId())));
        Stream<AcceptedEntry> reserved = book.entriesInFlight().stream()
                .filter(entry -> !accepted.contains(entry.recommendationId()))
                .map(entry -> new AcceptedEntry(
                        entry.recommendationId(), entry.contract().underlying(), proposal.now(), true));
        return Stream.concat(today, reserved).toList();
    }

    /** Entries that were filled today, or still may be. */
    long trades(Predicate<AcceptedEntry> which) {
        return entries.stream().filter(AcceptedEntry::filled).filter(which).count();
    }

    /** Whether the last entry of a kind is long enough ago. */
    Verdict cooled(RefusalCode code, Predicate<AcceptedEntry> which, Duration cooldown) {
        Optional<Duration> since = entries.stream()
                .filter(which)
                .map(AcceptedEntry::acceptedAt)
                .max(Comparator.naturalOrder())
                .map(last -> Duration.between(last, now));
        boolean cooled = cooldown.isZero()
                || since.filter(time -> time.compareTo(cooldown) < 0).isEmpty();
        return Verdict.of(
                code,
                cooled,
                since.map(time -> Figures.seconds(time) + " ago").orElse("none today"),
                "at least " + Figures.seconds(cooldown) + " ago");
    }
}
