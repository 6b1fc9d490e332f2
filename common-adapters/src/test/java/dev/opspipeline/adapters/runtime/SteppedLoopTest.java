package dev.opspipeline.adapters.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.adapters.runtime.Inlet.InletState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SteppedLoopTest {

    private final EventLoop loop = EventLoop.stepped("stepped");
    private final Inlet first = loop.inlet("first");
    private final Inlet second = loop.inlet("second");
    private final Inlet results = loop.localInlet("results");
    private final Inlet wall = loop.wallInlet("wall");
    private final List<String> handled = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void betweenTurnsOnlyWallTimeIsServed() {
        first.attach(-1);
        post(first, 0);
        results.post(() -> handled.add("result"));
        loop.start();
        settle();
        assertThat(handled).isEmpty();

        assertThat(loop.takeTurn(Map.of("first", 0L)).join()).isEqualTo(2);
        assertThat(handled).containsExactly("first 0", "result");
    }

    @Test
    void aTurnGoesFromInletToInletInTheOrderInWhichTheyWereMade() {
        first.attach(-1);
        second.attach(-1);
        post(second, 0);
        post(first, 0);
        post(second, 1);
        post(first, 1);
        loop.start();

        assertThat(loop.takeTurn(Map.of("first", 1L, "second", 1L)).join()).isEqualTo(4);
        assertThat(handled).containsExactly("first 0", "first 1", "second 0", "second 1");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    void whatLiesBeyondTheExpectedMarkWaitsForALaterTurn(long expected) {
        first.attach(-1);
        for (int mark = 0; mark < 3; mark++) {
            post(first, mark);
        }
        loop.start();

        assertThat(loop.takeTurn(Map.of("first", expected)).join()).isEqualTo((int) expected + 1);
        assertThat(loop.states()).containsEntry("first", new InletState(expected, true));
        assertThat(loop.takeTurn(Map.of("first", 2L)).join()).isEqualTo(2 - (int) expected);
        assertThat(handled).containsExactly("first 0", "first 1", "first 2");
    }

    @Test
    void whatAServiceMakesItselfBelongsToTheTurnInWhichItIsMade() {
        first.attach(-1);
        first.post(0, () -> results.post(() -> results.post(() -> handled.add("result of a result"))));
        loop.start();

        assertThat(loop.takeTurn(Map.of("first", 0L)).join()).isEqualTo(3);
        assertThat(handled).containsExactly("result of a result");
    }

    @Test
    void aTurnWaitsForAnEventOnItsWayAndServesWallTimeMeanwhile() {
        first.attach(-1);
        loop.start();
        CompletableFuture<Integer> turn = loop.takeTurn(Map.of("first", 1L));
        post(first, 0);
        settle();
        assertThat(turn).isNotDone();

        post(first, 1);
        assertThat(turn.join()).isEqualTo(2);
    }

    @Test
    void marksMayHaveGapsAsOffsetsOfTransactionsDo() {
        first.attach(4);
        loop.start();
        CompletableFuture<Integer> turn = loop.takeTurn(Map.of("first", 9L));
        post(first, 6);
        post(first, 9);

        assertThat(turn.join()).isEqualTo(2);
        assertThat(loop.states()).containsEntry("first", new InletState(9, true));
    }

    @Test
    void anInletNobodyAttachedIsNotWaitedFor() {
        loop.start();

        assertThat(loop.takeTurn(Map.of("first", 7L)).join()).isZero();
        assertThat(loop.states())
                .containsExactly(
                        Map.entry("first", new InletState(-1, false)), Map.entry("second", new InletState(-1, false)));
    }

    @Test
    void detachingEndsTheWaitForAnInletAndDropsWhatWaitedThere() {
        first.attach(-1);
        post(first, 5);
        loop.start();
        CompletableFuture<Integer> turn = loop.takeTurn(Map.of("first", 4L));
        settle();
        assertThat(turn).isNotDone();

        first.detach();
        assertThat(turn.join()).isZero();
        first.attach(-1);
        assertThat(loop.takeTurn(Map.of("first", -1L)).join()).isZero();
        assertThat(handled).isEmpty();
    }

    @Test
    void anEventOfAnEarlierAttachmentSaysNothingAboutThisOne() throws InterruptedException {
        first.attach(-1);
        // Reconnected while the event is in hand: its frame number belongs to the connection that is gone.
        CountDownLatch attachedAgain = new CountDownLatch(1);
        first.post(8, () -> {
            first.attach(2);
            attachedAgain.countDown();
        });
        loop.start();

        CompletableFuture<Integer> turn = loop.takeTurn(Map.of("first", 8L));
        attachedAgain.await();
        post(first, 8);
        assertThat(turn.join()).isEqualTo(2);
        assertThat(handled).containsExactly("first 8");
        assertThat(loop.states()).containsEntry("first", new InletState(8, true));
    }

    @Test
    void attachingAgainStartsFromTheMarkGiven() {
        first.attach(100);
        first.attach(3);
        loop.start();
        CompletableFuture<Integer> turn = loop.takeTurn(Map.of("first", 4L));
        settle();
        assertThat(turn).isNotDone();

        post(first, 4);
        assertThat(turn.join()).isEqualTo(1);
    }

    @Test
    void anEventThatThrowsCountsAsHandled() {
        first.attach(-1);
        first.post(0, () -> {
            throw new IllegalStateException("planted");
        });
        loop.start();

        assertThat(loop.takeTurn(Map.of("first", 0L)).join()).isEqualTo(1);
    }

    @Test
    void closingCancelsATurnThatCannotEnd() {
        first.attach(-1);
        loop.start();
        CompletableFuture<Integer> turn = loop.takeTurn(Map.of("first", 0L));
        settle();
        loop.close();

        assertThat(turn).isCancelled();
        assertThat(loop.takeTurn(Map.of())).isCancelled();
    }

    @Test
    void equalEventsAreHandledInEqualOrderWhateverTheThreadsDo() throws Exception {
        List<String> reference = play(new Random(0));
        assertThat(reference).hasSize(3 * 40 + 80);
        for (int seed = 1; seed <= 100; seed++) {
            assertThat(play(new Random(seed))).as("seed %d", seed).isEqualTo(reference);
        }
    }

    /** Two turns of events from three threads at random moments; the first inlets' events make events of their own. */
    private static List<String> play(Random random) throws Exception {
        List<String> order = new ArrayList<>();
        try (EventLoop loop = EventLoop.stepped("play")) {
            List<Inlet> inlets = List.of(loop.inlet("a"), loop.inlet("b"), loop.inlet("c"));
            Inlet local = loop.localInlet("local");
            inlets.forEach(inlet -> inlet.attach(-1));
            loop.start();
            CyclicBarrier together = new CyclicBarrier(inlets.size() + 1);
            List<Thread> threads = IntStream.range(0, inlets.size())
                    .mapToObj(i ->
                            feeder(inlets.get(i), i < 2 ? local : null, order, new Random(random.nextLong()), together))
                    .toList();
            await(together);
            for (long turn : List.of(19L, 39L)) {
                hesitate(random);
                loop.takeTurn(Map.of("a", turn, "b", turn, "c", turn)).join();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        return order;
    }

    private static Thread feeder(
            Inlet inlet, @Nullable Inlet local, List<String> order, Random random, CyclicBarrier together) {
        return Thread.ofPlatform().start(() -> {
            await(together);
            for (int mark = 0; mark < 40; mark++) {
                String name = inlet.name() + mark;
                hesitate(random);
                inlet.post(mark, () -> {
                    order.add(name);
                    if (local != null) {
                        local.post(() -> order.add("after " + name));
                    }
                });
            }
        });
    }

    private static void hesitate(Random random) {
        for (int spins = random.nextInt(2000); spins > 0; spins--) {
            Thread.onSpinWait();
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    private void post(Inlet inlet, long mark) {
        inlet.post(mark, () -> handled.add(inlet.name() + " " + mark));
    }

    /** Returns once the loop has nothing to do but wait. */
    private void settle() {
        boolean unused = wall.call(-1, () -> true);
    }
}
