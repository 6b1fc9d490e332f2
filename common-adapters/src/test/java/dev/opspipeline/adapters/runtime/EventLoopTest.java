package dev.opspipeline.adapters.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventLoopTest {

    private final EventLoop loop = EventLoop.free("free");
    private final Inlet topic = loop.inlet("topic");
    private final Inlet results = loop.localInlet("results");
    private final Inlet lifecycle = loop.wallInlet("lifecycle");
    private final List<String> handled = new ArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);

    @BeforeEach
    void start() {
        loop.start();
    }

    @AfterEach
    void close() {
        gate.countDown();
        loop.close();
    }

    @Test
    void handlesTheEventsOfAllInletsInOrderOfArrival() {
        holdTheLoop();
        for (int i = 0; i < 10; i++) {
            int number = i;
            topic.post(number, () -> handled.add("topic " + number));
            results.post(() -> handled.add("result " + number));
            lifecycle.post(() -> handled.add("lifecycle " + number));
        }
        gate.countDown();
        settle();

        assertThat(handled)
                .isEqualTo(IntStream.range(0, 10)
                        .boxed()
                        .flatMap(i -> List.of("topic " + i, "result " + i, "lifecycle " + i).stream())
                        .toList());
    }

    @Test
    void oneEventIsHandledAtATimeHoweverManyThreadsPost() throws InterruptedException {
        int[] unguarded = new int[1];
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(i -> Thread.ofPlatform().start(() -> {
                    for (int n = 0; n < 500; n++) {
                        results.post(() -> unguarded[0]++);
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        settle();

        assertThat(unguarded[0]).isEqualTo(4000);
    }

    @Test
    void anEventThatThrowsDoesNotKeepTheNextFromBeingServed() {
        results.post(() -> {
            throw new IllegalStateException("planted");
        });
        results.post(() -> {
            throw new StackOverflowError("planted");
        });
        results.post(() -> handled.add("next"));
        settle();

        assertThat(handled).containsExactly("next");
    }

    @Test
    void aCallerGetsWhatCameOfItsEvent() {
        assertThat(results.call(-1, () -> "answer").length()).isEqualTo(6);
        assertThatThrownBy(() -> results.call(-1, () -> {
                    throw new IllegalStateException("planted");
                }))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("planted");
    }

    @Test
    void closingReleasesACallerWhoseEventHasNotRunAndNeverRunsIt() {
        holdTheLoop();
        AtomicBoolean ran = new AtomicBoolean();
        CompletableFuture<Throwable> ended = callAside(topic, ran);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(loop::close);

        assertThat(ended.join()).isInstanceOf(CompletionException.class);
        gate.countDown();
        closing.join();
        assertThat(ran).isFalse();
    }

    @Test
    void detachingReleasesACallerWhoseEventHasNotRunAndNeverRunsIt() {
        topic.attach(0);
        holdTheLoop();
        AtomicBoolean ran = new AtomicBoolean();
        CompletableFuture<Throwable> ended = callAside(topic, ran);
        topic.detach();

        assertThat(ended.join()).isInstanceOf(CompletionException.class);
        gate.countDown();
        settle();
        assertThat(ran).isFalse();
    }

    @Test
    void aClosedLoopTakesNothingAnyMore() {
        loop.close();
        results.post(() -> handled.add("late"));

        assertThatThrownBy(() -> results.call(-1, () -> handled.add("late call")))
                .isInstanceOf(CompletionException.class);
        assertThat(handled).isEmpty();
    }

    @Test
    void itsOwnThreadMayCloseIt() {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        results.post(() -> {
            loop.close();
            closed.complete(true);
        });

        assertThat(closed.join()).isTrue();
    }

    @Test
    void twoInletsCannotHaveOneName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> loop.wallInlet("topic"))
                .withMessage("inlet topic exists already");
    }

    /** An event in hand that ends when the gate opens. */
    private void holdTheLoop() {
        CountDownLatch held = new CountDownLatch(1);
        lifecycle.post(() -> {
            held.countDown();
            await(gate);
        });
        await(held);
    }

    /** Calls from another thread; answers once the call waits, with how it will end. */
    private static CompletableFuture<Throwable> callAside(Inlet inlet, AtomicBoolean ran) {
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread caller = Thread.ofPlatform().start(() -> {
            try {
                ran.set(inlet.call(1, () -> true));
            } catch (RuntimeException e) {
                ended.complete(e);
            }
        });
        while (caller.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return ended;
    }

    private void settle() {
        boolean unused = lifecycle.call(-1, () -> true);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
