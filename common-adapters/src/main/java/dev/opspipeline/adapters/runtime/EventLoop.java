package dev.opspipeline.adapters.runtime;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which a service decides. Everything that happens comes in through an {@link Inlet} and is handled one
 * event at a time, so that nothing the thread owns needs a lock.
 *
 * <p>Free, it handles events as they come. In steps (see {@link StepClient}), it handles them only during its turn, inlet by
 * inlet in the order in which they were made: equal events then give equal decisions whatever the threads did.
 *
 * <p>An event that throws is a bug in its handling: it is logged and the next one is served. An error ends the loop, and
 * whoever waits for it is released: better no thread than half a one.
 */
public final class EventLoop implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Inlet> inlets = new LinkedHashMap<>();
    private final boolean stepped;
    private final Thread thread;
    private @Nullable Turn turn;
    private long arrived;
    private boolean closed;
    private volatile Runnable onDeath = () -> {};

    private EventLoop(String name, boolean stepped) {
        this.stepped = stepped;
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    /** A loop that handles events as they come. */
    public static EventLoop free(String name) {
        return new EventLoop(name, false);
    }

    /** A loop that handles events only when it is given a turn. */
    public static EventLoop stepped(String name) {
        return new EventLoop(name, true);
    }

    /** Events from outside with rising marks. Make inlets in the order in which a step shall handle them. */
    public Inlet inlet(String name) {
        return add(name, Inlet.Kind.MARKED);
    }

    /** Events the service makes itself. */
    public Inlet localInlet(String name) {
        return add(name, Inlet.Kind.LOCAL);
    }

    /** Events of wall time, handled even while the market stands still. */
    public Inlet wallInlet(String name) {
        return add(name, Inlet.Kind.WALL);
    }

    private Inlet add(String name, Inlet.Kind kind) {
        Inlet inlet = new Inlet(name, kind, this);
        withLock(() -> {
            if (inlets.putIfAbsent(name, inlet) != null) {
                throw new IllegalArgumentException("inlet " + name + " exists already");
            }
        });
        return inlet;
    }

    public void start() {
        thread.start();
    }

    /** Runs on the loop's thread as the last thing it does, when an error ends it. */
    public void onDeath(Runnable task) {
        onDeath = task;
    }

    boolean isStepped() {
        return stepped;
    }

    void withLock(Runnable action) {
        lock.lock();
        try {
            action.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void offer(Inlet inlet, long mark, Runnable task, @Nullable CompletableFuture<?> caller) {
        withLock(() -> {
            Inlet.Event event = inlet.event(arrived++, mark, task, caller);
            if (closed) {
                event.drop();
            } else {
                inlet.add(event);
            }
        });
    }

    /** One stretch of work in a step: what each marked inlet must have handled before it ends. */
    private record Turn(Map<String, Long> expected, CompletableFuture<Integer> done) {}

    /**
     * Gives the loop a turn; completes with the number of events handled in it, and is canceled when the loop closes first.
     * Stepped loops only.
     */
    CompletableFuture<Integer> takeTurn(Map<String, Long> expected) {
        Turn next = new Turn(Map.copyOf(expected), new CompletableFuture<>());
        withLock(() -> {
            turn = next;
            if (closed) {
                next.done().cancel(false);
            }
        });
        return next.done();
    }

    /** How far each marked inlet has been handled. */
    Map<String, Inlet.InletState> states() {
        Map<String, Inlet.InletState> states = new LinkedHashMap<>();
        withLock(() -> inlets.values().stream()
                .filter(inlet -> inlet.kind() == Inlet.Kind.MARKED)
                .forEach(inlet -> states.put(inlet.name(), inlet.state())));
        return states;
    }

    private void run() {
        try {
            while (stepped ? runStepped() : runFree()) {
                // one event, or one turn
            }
        } catch (InterruptedException e) {
            log.atDebug().log("Loop interrupted");
        } catch (Error e) {
            log.atError().setCause(e).log("Loop died");
            close();
            onDeath.run();
        }
    }

    private boolean runFree() throws InterruptedException {
        Inlet from;
        Inlet.Event next;
        lock.lock();
        try {
            from = oldestWaiting(inlets.values());
            while (from == null) {
                if (closed) {
                    return false;
                }
                changed.await();
                from = oldestWaiting(inlets.values());
            }
            next = from.poll();
        } finally {
            lock.unlock();
        }
        handle(from, next);
        return true;
    }

    private static @Nullable Inlet oldestWaiting(Collection<Inlet> candidates) {
        return candidates.stream()
                .filter(inlet -> inlet.oldest() != Long.MAX_VALUE)
                .min(Comparator.comparingLong(Inlet::oldest))
                .orElse(null);
    }

    private boolean runStepped() throws InterruptedException {
        Turn current = awaitTurnServingWallTime();
        if (current == null) {
            return false;
        }
        int handled = 0;
        int inRound;
        do {
            inRound = 0;
            for (Inlet inlet : snapshotOfInlets()) {
                inRound += drain(inlet, current.expected().getOrDefault(inlet.name(), -1L));
            }
            handled += inRound;
        } while (inRound > 0 && !isClosed());
        lock.lock();
        try {
            turn = null;
        } finally {
            lock.unlock();
        }
        current.done().complete(handled);
        return !isClosed();
    }

    private @Nullable Turn awaitTurnServingWallTime() throws InterruptedException {
        while (true) {
            Inlet from;
            Inlet.Event event;
            lock.lock();
            try {
                from = oldestWaiting(wallInlets());
                while (from == null) {
                    if (closed || turn != null) {
                        return closed ? null : turn;
                    }
                    changed.await();
                    from = oldestWaiting(wallInlets());
                }
                event = from.poll();
            } finally {
                lock.unlock();
            }
            handle(from, event);
        }
    }

    private List<Inlet> wallInlets() {
        return inlets.values().stream()
                .filter(inlet -> inlet.kind() == Inlet.Kind.WALL)
                .toList();
    }

    private int drain(Inlet inlet, long expected) throws InterruptedException {
        int handled = 0;
        while (true) {
            Inlet from = inlet;
            Inlet.Event event;
            lock.lock();
            try {
                event = inlet.pollUpTo(expected);
                // Wall time goes on while this turn waits for an event that is still on its way.
                Inlet wall = event == null && !inlet.hasReached(expected) ? oldestWaiting(wallInlets()) : null;
                if (wall != null) {
                    from = wall;
                    event = wall.poll();
                } else if (event == null && (closed || inlet.hasReached(expected))) {
                    return handled;
                } else if (event == null) {
                    changed.await();
                }
            } finally {
                lock.unlock();
            }
            if (event != null) {
                handle(from, event);
                handled += from.kind() == Inlet.Kind.WALL ? 0 : 1;
            }
        }
    }

    private void handle(Inlet inlet, Inlet.Event event) {
        try {
            event.task().run();
        } catch (RuntimeException | Error e) {
            // An Error as well: without its loop the process would look alive and do nothing.
            log.atError().addKeyValue("inlet", inlet.name()).setCause(e).log("Event failed");
        } finally {
            withLock(() -> inlet.handled(event));
        }
    }

    private List<Inlet> snapshotOfInlets() {
        lock.lock();
        try {
            return List.copyOf(inlets.values());
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Ends after the event in hand; the others will not run, and whoever waits for one of them is released. */
    @Override
    public void close() {
        withLock(() -> {
            closed = true;
            inlets.values().forEach(Inlet::drop);
            if (turn != null) {
                turn.done().cancel(false);
            }
        });
        if (!Thread.currentThread().equals(thread) && thread.isAlive()) {
            try {
                thread.join(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
