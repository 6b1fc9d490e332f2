package dev.opspipeline.adapters.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Tasks by the market time at which they are due; tasks due at once run in the order in which they were made. */
final class TimerQueue {

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing((Entry entry) -> entry.due).thenComparingLong(e -> e.sequence));
    private long made;

    /** One task; periodic when it has a period. */
    private final class Entry implements MarketClock.Timer {
        private Instant due;
        private final long sequence;
        private final @Nullable Duration period;
        private final Runnable task;
        private boolean canceled;
        private boolean handedOver;

        private Entry(Instant due, @Nullable Duration period, Runnable task) {
            this.due = due;
            this.sequence = made++;
            this.period = period;
            this.task = task;
        }

        @Override
        public void cancel() {
            synchronized (TimerQueue.this) {
                canceled = true;
                entries.remove(this);
            }
        }

        /** It may have been called off since it became due, by a task that was due before it. */
        private void runUnlessCanceled() {
            synchronized (TimerQueue.this) {
                handedOver = false;
                if (canceled) {
                    return;
                }
            }
            task.run();
        }
    }

    synchronized MarketClock.Timer add(Instant due, @Nullable Duration period, Runnable task) {
        if (period != null && !period.isPositive()) {
            throw new IllegalArgumentException("period must be positive, was " + period);
        }
        Entry entry = new Entry(due, period, task);
        entries.add(entry);
        return entry;
    }

    /** When the next task is due; null when there is none. */
    synchronized @Nullable Instant nextDue() {
        Entry first = entries.peek();
        return first == null ? null : first.due;
    }

    /**
     * Takes the next task that is due by {@code now}; null when there is none. A periodic one is due again after now, and is
     * left out while its last run has not begun: behind a slow broker, runs must not pile up.
     */
    synchronized @Nullable Runnable takeDue(Instant now) {
        Entry first = entries.peek();
        while (first != null && !first.due.isAfter(now)) {
            entries.remove();
            boolean waits = first.handedOver;
            if (first.period != null) {
                long missed = Duration.between(first.due, now).dividedBy(first.period);
                first.due = first.due.plus(first.period.multipliedBy(missed + 1));
                entries.add(first);
            }
            if (!waits) {
                first.handedOver = true;
                return first::runUnlessCanceled;
            }
            first = entries.peek();
        }
        return null;
    }
}
