package dev.opspipeline.adapters.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One of the ways events come into a service's loop, kept in order of arrival. An inlet with marks (a topic's offsets, a
 * stream's frames) can say how far it has been handled, which is what lets the sandbox step the market without losing
 * anybody's event.
 */
public final class Inlet {

    /** What kind of order an inlet's events have to other inlets'. */
    enum Kind {
        /** Comes from outside with a rising mark; in a step, handled up to what the step expects. */
        MARKED,
        /** Made by the service itself; in a step, handled until empty. */
        LOCAL,
        /** Driven by wall time; handled whenever it comes, steps or not. */
        WALL
    }

    /** @param epoch which attachment of the inlet it came by: marks of an earlier one say nothing about this one */
    record Event(
            long sequence,
            int epoch,
            long mark,
            Runnable task,
            @Nullable CompletableFuture<?> caller) {

        /** It will not run: releases whoever waits for it. */
        void drop() {
            if (caller != null) {
                caller.completeExceptionally(new IllegalStateException("the event was dropped before it ran"));
            }
        }
    }

    private final String name;
    private final Kind kind;
    private final EventLoop loop;
    // Guarded by the loop's lock.
    private final Deque<Event> waiting = new ArrayDeque<>();
    private long mark = -1;
    private int epoch;
    private boolean attached;

    Inlet(String name, Kind kind, EventLoop loop) {
        this.name = name;
        this.kind = kind;
        this.loop = loop;
        this.attached = kind != Kind.MARKED;
    }

    /** Hands over an event without a mark. */
    public void post(Runnable task) {
        loop.offer(this, -1, task, null);
    }

    /** Hands over an event; once it is handled, the inlet has been handled up to {@code mark}. */
    public void post(long mark, Runnable task) {
        loop.offer(this, mark, task, null);
    }

    /**
     * Hands over an event and waits for what comes of it.
     *
     * @throws java.util.concurrent.CompletionException when the task throws, or the loop ends or the inlet is detached before
     *     it ran
     */
    public <T> T call(long mark, Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.offer(this, mark, () -> completeFrom(result, task), result);
        return result.join();
    }

    private static <T> void completeFrom(CompletableFuture<T> result, Supplier<T> task) {
        try {
            result.complete(task.get());
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
            throw e;
        }
    }

    /** This service now gets this inlet's events, and has nothing to handle up to {@code mark}. */
    public void attach(long mark) {
        loop.withLock(() -> {
            this.mark = mark;
            epoch++;
            attached = true;
        });
    }

    /** This service no longer gets this inlet's events; those waiting are dropped. */
    public void detach() {
        loop.withLock(() -> {
            attached = false;
            drop();
        });
    }

    public String name() {
        return name;
    }

    Kind kind() {
        return kind;
    }

    Event event(long sequence, long mark, Runnable task, @Nullable CompletableFuture<?> caller) {
        return new Event(sequence, epoch, mark, task, caller);
    }

    void add(Event event) {
        waiting.add(event);
    }

    /** Forgets what waits. */
    void drop() {
        waiting.forEach(Event::drop);
        waiting.clear();
    }

    /** Position of the oldest waiting event in the order of all arrivals; {@link Long#MAX_VALUE} when none waits. */
    long oldest() {
        Event first = waiting.peek();
        return first == null ? Long.MAX_VALUE : first.sequence();
    }

    Event poll() {
        return waiting.remove();
    }

    @Nullable
    Event pollUpTo(long expected) {
        Event first = waiting.peek();
        return first != null && (kind != Kind.MARKED || first.mark() <= expected) ? waiting.poll() : null;
    }

    boolean hasReached(long expected) {
        return kind != Kind.MARKED || !attached || mark >= expected;
    }

    void handled(Event event) {
        if (event.epoch() == epoch && event.mark() > mark) {
            mark = event.mark();
        }
    }

    InletState state() {
        return new InletState(mark, attached);
    }

    /** How far an inlet has been handled, and whether this service gets its events at all. */
    public record InletState(long mark, boolean attached) {}
}
