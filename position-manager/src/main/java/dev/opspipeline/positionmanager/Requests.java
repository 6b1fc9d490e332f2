package dev.opspipeline.positionmanager;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks the broker beside the account's thread, so that one request which hangs keeps nothing else waiting; of each kind one at
 * a time. Answers come back on the account's thread, from which it must be used.
 */
final class Requests {

    private final Executor beside;
    private final Consumer<Runnable> results;
    private final Set<String> underWay = new HashSet<>();

    /** What waits for its turn in each lane that is busy. */
    private final Map<String, Deque<Runnable>> lanes = new HashMap<>();

    private Requests(Executor beside, Consumer<Runnable> results) {
        this.beside = beside;
        this.results = results;
    }

    /** @param results brings answers back to the account's thread */
    static Requests beside(Executor beside, Consumer<Runnable> results) {
        return new Requests(beside, results);
    }

    /** Asked and answered before it goes on: in steps, where the market waits for everybody, or in a command that does nothing else. */
    static Requests inTurn() {
        return new Requests(Runnable::run, Runnable::run);
    }

    /** False, and nothing is asked, while the last request of this kind has no answer yet. */
    <T> boolean ask(String kind, Supplier<T> question, Consumer<T> answer) {
        return ask(kind, kind, question, answer);
    }

    /** The same, but only once everything asked before in that lane has been answered. */
    <T> boolean ask(String lane, String kind, Supplier<T> question, Consumer<T> answer) {
        if (!underWay.add(kind)) {
            return false;
        }
        Runnable request = () -> answered(lane, kind, question, answer);
        Deque<Runnable> waiting = lanes.get(lane);
        if (waiting == null) {
            lanes.put(lane, new ArrayDeque<>());
            beside.execute(request);
        } else {
            waiting.add(request);
        }
        return true;
    }

    private <T> void answered(String lane, String kind, Supplier<T> question, Consumer<T> answer) {
        boolean asked = false;
        try {
            T value = question.get();
            asked = true;
            results.accept(() -> {
                done(lane, kind);
                answer.accept(value);
            });
        } finally {
            if (!asked) {
                // A bug in asking: the next one may fare better.
                results.accept(() -> done(lane, kind));
            }
        }
    }

    private void done(String lane, String kind) {
        underWay.remove(kind);
        Runnable next = requireNonNull(lanes.get(lane), lane).poll();
        if (next == null) {
            lanes.remove(lane);
        } else {
            beside.execute(next);
        }
    }
}
