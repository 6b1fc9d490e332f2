package dev.opspipeline.risk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stops an account's entries by itself when something is wrong that no single decision shows: orders refused one after
 * the other, a book that the broker does not agree with, orders that nobody asked for. Says so once; only a named person lets
 * entries go on.
 */
public final class EntryBrake {

    static final int MOST_REJECTS = 5;
    static final Duration REJECTS_WITHIN = Duration.ofMinutes(5);
    static final int READINGS_APART = 2;
    static final Duration DIFFERENCE_LASTS = Duration.ofSeconds(30);

    private final Deque<Instant> rejects = new ArrayDeque<>();
    private @Nullable Instant differsSince;
    private int readingsThatDiffer;

    /** An order of ours was refused or rejected; empty unless it was one too many. */
    public Optional<String> rejected(String why, Instant now) {
        rejects.add(now);
        while (!rejects.isEmpty() && !rejects.peek().isAfter(now.minus(REJECTS_WITHIN))) {
            rejects.remove();
        }
        if (rejects.size() < MOST_REJECTS) {
            return Optional.empty();
        }
        int count = rejects.size();
        rejects.clear();
        return Optional.of(
                "%d orders refused within %s, the last: %s".formatted(count, Figures.minutes(REJECTS_WITHIN), why));
    }

    /**
     * Book and broker were compared. One difference may be a fill on its way; one that is there again after half a minute is
     * none.
     *
     * @param differences both sides, for a person; empty when they agree
     * @return why to stop, once
     */
    public Optional<String> compared(String differences, Instant now) {
        if (differences.isEmpty()) {
            differsSince = null;
            readingsThatDiffer = 0;
            return Optional.empty();
        }
        readingsThatDiffer++;
        if (differsSince == null) {
            differsSince = now;
        }
        boolean lasting = readingsThatDiffer >= READINGS_APART && !now.isBefore(differsSince.plus(DIFFERENCE_LASTS));
        if (!lasting) {
            return Optional.empty();
        }
        differsSince = null;
        readingsThatDiffer = 0;
        return Optional.of("book and broker differ: " + differences);
    }
}
