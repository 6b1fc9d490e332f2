package dev.opspipeline.simulation.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which of the documents ever written for one account may have been in force when. The store is read every few seconds and
 * nobody recorded when, so a document has an earliest and a latest moment, and in between both it and the one before count.
 */
final class LimitHistory {

    /** Wall time within which an edit must have been seen, and a lowered limit be in force. */
    private static final Duration SEEN = Duration.ofSeconds(5);
    /** Wall time that a raised limit waits from when it was first seen, if nothing else follows. */
    private static final Duration WAIT = Duration.ofSeconds(10);

    private static final String SHARED = "shared:";

    /**
     * A document that came into force, or may have.
     *
     * @param raises it had to wait, whatever was in force before
     * @param latest it certainly was in force from here on; {@link Instant#MAX} when that is not certain at all
     */
    private record Window(LimitDocument document, boolean raises, Instant latest) {

        Instant written() {
            return document.wall();
        }

        private Window doubted() {
            return new Window(document, raises, Instant.MAX);
        }
    }

    private final TierTable table;
    private final Map<String, Long> highest = new HashMap<>();
    private List<Window> windows = new ArrayList<>();

    private LimitHistory(TierTable table) {
        this.table = table;
    }

    /**
     * The history of one account.
     *
     * @param shared name of the parameter that serves where the account's own was never written
     * @param versions all that was ever written, in order
     */
    static LimitHistory of(String tier, String shared, List<Parameters.Version> versions) {
        LimitHistory history = new LimitHistory(TierTable.of(tier).orElseThrow());
        String own = shared + "_" + tier;
        boolean ownExists = false;
        for (Parameters.Version version : versions) {
            ownExists |= version.name().equals(own);
            if (version.name().equals(own) || (version.name().equals(shared) && !ownExists)) {
                history.written(tier, version, version.name().equals(shared));
            }
        }
        return history;
    }

    /** Every set of limits that may have held at a wall time; empty when there is none. */
    List<Limits> inForce(Instant wall) {
        return documents(wall, wall).stream()
                .map(document -> document.limits(table))
                .toList();
    }

    /** What may have been in force at some moment between two. */
    private List<LimitDocument> documents(Instant from, Instant to) {
        List<LimitDocument> documents = new ArrayList<>();
        for (Window window : windows) {
            if (!window.latest().isAfter(from)) {
                documents.clear();
            }
            if (!window.written().isAfter(to)) {
                documents.add(window.document());
            }
        }
        return documents;
    }

    private void written(String tier, Parameters.Version version, boolean shared) {
        Instant at = version.wall();
        String name = name(version, shared);
        // Any edit, also a bad one, ends the wait of the one before.
        windows = windows.stream()
                .flatMap(window -> superseded(window, at).stream())
                .collect(Collectors.toCollection(ArrayList::new));
        Optional<LimitDocument> document = LimitDocument.read(at, name, version.value(), tier, table);
        document.ifPresent(read -> accept(read, shared && !read.namesItsTier()));
    }

    /** What is left of a window when something is written: a raise that still waits never comes into force. */
    private static Optional<Window> superseded(Window window, Instant at) {
        if (!window.raises()) {
            return Optional.of(window);
        }
        Instant soonest = window.written().plus(WAIT);
        if (!at.plus(SEEN).isAfter(soonest)) {
            return Optional.empty();
        }
        return Optional.of(at.isBefore(soonest.plus(SEEN)) ? window.doubted() : window);
    }

    /** @param doubtful nobody can tell from here whether it may serve this account */
    private void accept(LimitDocument document, boolean doubtful) {
        Instant at = document.wall();
        List<LimitDocument> before = documents(at, at.plus(SEEN));
        List<LimitDocument> admitting =
                before.stream().filter(old -> !document.leaps(old, table)).toList();
        if (!before.isEmpty() && admitting.isEmpty()) {
            return;
        }
        boolean raises = admitting.stream().anyMatch(old -> document.raises(old, table));
        boolean certain = !doubtful && admitting.size() == before.size();
        Instant latest = raises ? at.plus(WAIT).plus(SEEN) : at.plus(SEEN);
        windows.add(new Window(document, raises, certain ? latest : Instant.MAX));
    }

    /** As decisions call it: a number given before to another document has its date beside it. */
    private String name(Parameters.Version version, boolean shared) {
        String plain = (shared ? SHARED : "") + version.version();
        long number = Long.parseLong(version.version());
        long before = highest.getOrDefault(version.name(), 0L);
        highest.merge(version.name(), number, Math::max);
        return number > before ? plain : plain + "@" + version.wall().truncatedTo(ChronoUnit.MILLIS);
    }
}
