package dev.opspipeline.positionmanager;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks the broker beside the account's thread, so that one question which hangs keeps nothing else waiting; of each kind one at
 * a time. Answers come back on the account's thread, from which it must be used.
 */
final class Reads {

    private final Executor beside;
    private final Consumer<Runnable> results;
    private final Set<String> underWay = new HashSet<>();

    private Reads(Executor beside, Consumer<Runnable> results) {
        this.beside = beside;
        this.results = results;
    }

    /** @param results brings answers back to the account's thread */
    static Reads beside(Executor beside, Consumer<Runnable> results) {
        return new Reads(beside, results);
    }

    /** Asked and answered before it goes on: in steps, where the market waits for everybody, or in a command that does nothing else. */
    static Reads inTurn() {
        return new Reads(Runnable::run, Runnable::run);
    }

    /** False, and nothing is asked, while the last question of this kind has no answer yet. */
    <T> boolean ask(String kind, Supplier<T> question, Consumer<T> answer) {
        if (!underWay.add(kind)) {
            return false;
        }
        beside.execute(() -> answered(kind, question, answer));
        return true;
    }

    private <T> void answered(String kind, Supplier<T> question, Consumer<T> answer) {
        boolean asked = false;
        try {
            T value = question.get();
            asked = true;
            results.accept(() -> {
                underWay.remove(kind);
                answer.accept(value);
            });
        } finally {
            if (!asked) {
                // A bug in asking: the next one may fare better.
                results.accept(() -> underWay.remove(kind));
            }
        }
    }
}
