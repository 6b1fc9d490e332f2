package dev.opspipeline.sandbox.clock;

import dev.opspipeline.sandbox.kafka.TopicTap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Moves the market one step at a time, and goes on only when everybody has handled everything.
 *
 * <p>A step has rounds. In each, the services get their turns: first those that watch positions and bars, then the
 * dispatchers, so that what one writes is whole before another reads it; two services of one account never act at the same
 * moment. A service gets a further turn when there is news for it. When nobody has any, and a second look at the broker and
 * the topics shows nothing new, the step is over. Equal events so reach everybody in equal order, however fast the machine.
 */
public final class Steps {

    /** How long (wall time) a service may take to get where it has to be. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Comparator<Participant> ORDER = Comparator.comparing(Participant::instance);
    private static final Duration ANSWER_POLL = Duration.ofNanos(50_000);
    private static final Duration ASSIGNMENT_POLL = Duration.ofMillis(20);
    private static final int MOST_ROUNDS = 200;

    private final StepServer server;
    private final TopicTap tap;
    private final SteppedMarket market;
    /** Services by name with the topics that one of their instances, whichever it is, must handle. */
    private final Map<String, List<String>> shared;
    /** Brings services back that the sandbox killed; answers whether anything was or is being brought back. */
    private final Supplier<Boolean> repair;

    private final Duration patience;

    private final Map<String, Long> heldNanos = new TreeMap<>();
    private final Map<String, Map<String, Long>> published = new HashMap<>();
    private long turns;

    /** @param patience usually {@link #PATIENCE} */
    public Steps(
            StepServer server,
            TopicTap tap,
            SteppedMarket market,
            Map<String, List<String>> shared,
            Supplier<Boolean> repair,
            Duration patience) {
        this.server = server;
        this.tap = tap;
        this.market = market;
        this.shared = shared;
        this.repair = repair;
        this.patience = patience;
    }

    /** A service did not get where it had to be in time: the day cannot go on. */
    public static final class StuckException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        StuckException(String message) {
            super(message);
        }
    }

    /**
     * One step to {@code time}.
     *
     * @param duringFirstTurns runs once the first services are at work: where a test kills one of them
     * @throws StuckException when a service does not get there within the patience
     */
    public void to(Instant time, Runnable duringFirstTurns) throws InterruptedException {
        to(time, duringFirstTurns, () -> {});
    }

    /**
     * As {@link #to(Instant, Runnable)}.
     *
     * @param duringDispatchersTurns runs once the dispatchers are at their first turns
     */
    public void to(Instant time, Runnable duringFirstTurns, Runnable duringDispatchersTurns)
            throws InterruptedException {
        market.advanceTo(time);
        boolean first = true;
        long changes = -1;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            boolean any = phase(time, first, false, first ? duringFirstTurns : () -> {});
            any |= phase(time, first, true, first ? duringDispatchersTurns : () -> {});
            first = false;
            any |= coverShared(time);
            awaitAnswers(time);
            long seen = market.changes();
            if (!any && seen == changes && !newsForAnybody()) {
                return;
            }
            changes = seen;
        }
        throw new StuckException("the services find no rest at %s: %s".formatted(time, news()));
    }

    private boolean phase(Instant time, boolean everybody, boolean dispatchers, Runnable interlude)
            throws InterruptedException {
        Map<Participant, CompletableFuture<TurnReport>> running = new TreeMap<>(ORDER);
        long start = System.nanoTime();
        for (Participant participant : server.ready()) {
            if (participant.service().startsWith("dispatcher") == dispatchers && (everybody || hasNews(participant))) {
                running.put(participant, participant.takeTurn(++turns, time, expected(participant)));
            }
        }
        interlude.run();
        for (Map.Entry<Participant, CompletableFuture<TurnReport>> entry : running.entrySet()) {
            TurnReport report = await(entry.getKey(), entry.getValue(), time);
            published.put(entry.getKey().instance(), report.published());
            held(entry.getKey().service(), start);
            start = System.nanoTime();
        }
        awaitTap(running.keySet(), time);
        return !running.isEmpty() && !everybody;
    }

    /** A request may still be about to end although its caller has its answer. */
    private void awaitAnswers(Instant time) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (market.requestsInFlight() > 0) {
            if (System.nanoTime() > deadline) {
                throw new StuckException("the broker did not finish answering at " + time);
            }
            LockSupport.parkNanos(ANSWER_POLL.toNanos());
        }
    }

    private boolean newsForAnybody() {
        return server.ready().stream().anyMatch(this::hasNews);
    }

    private TurnReport await(Participant participant, CompletableFuture<TurnReport> turn, Instant time)
            throws InterruptedException {
        try {
            return turn.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new StuckException("%s did not reach %s within %s; it was to handle %s and last said %s"
                    .formatted(
                            participant.instance(),
                            time,
                            seconds(),
                            expected(participant),
                            participant.lastReport().handled()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("a turn cannot fail", e);
        }
    }

    private void awaitTap(Iterable<Participant> publishers, Instant time) throws InterruptedException {
        long start = System.nanoTime();
        for (Participant participant : publishers) {
            Map<String, Long> offsets = published.getOrDefault(participant.instance(), Map.of());
            if (!tap.await(offsets, patience)) {
                throw new StuckException("%s published %s, of which at %s only %s is committed"
                        .formatted(participant.instance(), offsets, time, tap.last()));
            }
        }
        held("kafka", start);
    }

    private Map<String, Long> expected(Participant participant) {
        Map<String, Long> expected = new HashMap<>(tap.last());
        expected.putAll(market.framesSent(participant.instance()));
        return expected;
    }

    private boolean hasNews(Participant participant) {
        Map<String, Long> handled = participant.lastReport().handled();
        Map<String, Long> expected = expected(participant);
        return handled.entrySet().stream()
                .anyMatch(entry -> expected.getOrDefault(entry.getKey(), -1L) > entry.getValue());
    }

    /** What is still on its way to whom, for the person who has to find out why. */
    private String news() {
        List<String> news = new ArrayList<>();
        for (Participant participant : server.ready()) {
            Map<String, Long> expected = expected(participant);
            participant.lastReport().handled().forEach((inlet, mark) -> {
                long wanted = expected.getOrDefault(inlet, -1L);
                if (wanted > mark) {
                    news.add("%s handled %s %d of %d".formatted(participant.instance(), inlet, mark, wanted));
                }
            });
        }
        return news.isEmpty() ? "orders keep changing at the broker" : String.join("; ", news);
    }

    /** Waits until what is shared is handled by somebody; true when it had to wait. */
    private boolean coverShared(Instant time) throws InterruptedException {
        boolean waited = repair.get();
        long deadline = System.nanoTime() + patience.toNanos();
        for (Map.Entry<String, List<String>> entry : shared.entrySet()) {
            long start = System.nanoTime();
            while (!isCovered(entry.getKey(), entry.getValue())) {
                waited = true;
                if (System.nanoTime() > deadline) {
                    throw new StuckException("no instance of %s handled %s up to %s at %s within %s"
                            .formatted(entry.getKey(), entry.getValue(), tap.last(), time, seconds()));
                }
                giveTurnsTo(entry.getKey(), time);
            }
            if (waited) {
                held(entry.getKey() + " takeover", start);
            }
        }
        return waited;
    }

    private void giveTurnsTo(String service, Instant time) throws InterruptedException {
        List<Participant> instances = new ArrayList<>(server.ready(service));
        instances.sort(ORDER);
        for (Participant participant : instances) {
            TurnReport report = await(participant, participant.takeTurn(++turns, time, expected(participant)), time);
            published.put(participant.instance(), report.published());
        }
        // An assignment comes from Kafka, not from us: there is nothing to wait on but wall time passing.
        LockSupport.parkNanos(ASSIGNMENT_POLL.toNanos());
        awaitTap(instances, time);
    }

    private boolean isCovered(String service, List<String> topics) {
        Map<String, Long> last = tap.last();
        return topics.stream()
                .allMatch(topic -> !last.containsKey(topic)
                        || server.ready(service).stream()
                                .anyMatch(p -> p.lastReport().handled().getOrDefault(topic, -1L) >= last.get(topic)));
    }

    private String seconds() {
        return patience.toMillis() / 1000.0 + " s";
    }

    private void held(String cause, long startNanos) {
        heldNanos.merge(cause, System.nanoTime() - startNanos, Long::sum);
    }

    /** Adds waiting that somebody else measured. */
    public void held(String cause, Duration duration) {
        heldNanos.merge(cause, duration.toNanos(), Long::sum);
    }

    /** Wall time the market stood still, in milliseconds by what it waited for. */
    public Map<String, Long> heldMillis() {
        Map<String, Long> millis = new TreeMap<>();
        heldNanos.forEach((cause, nanos) -> millis.put(cause, TimeUnit.NANOSECONDS.toMillis(nanos)));
        return millis;
    }
}
