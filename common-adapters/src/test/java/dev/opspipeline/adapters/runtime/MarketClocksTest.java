package dev.opspipeline.adapters.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MarketClocksTest {

    private static final Instant OPEN = Instant.parse("2026-04-09T13:30:00Z");

    private static Instant open(long seconds) {
        return OPEN.plusSeconds(seconds);
    }

    @Nested
    class Timers {

        private final TimerQueue timers = new TimerQueue();
        private final List<String> ran = new ArrayList<>();

        @ParameterizedTest
        @CsvSource(useHeadersInDisplayName = true, textBlock = """
                seconds, due
                9,       false
                10,      true
                11,      true
                """)
        void aTaskIsDueFromItsInstantOn(long seconds, boolean due) {
            timers.add(open(10), null, () -> ran.add("task"));
            runDue(open(seconds));

            assertThat(ran.contains("task")).isEqualTo(due);
            assertThat(timers.nextDue()).isEqualTo(due ? null : open(10));
        }

        @Test
        void tasksRunByTheirInstantsAndThoseDueAtOnceInTheOrderInWhichTheyWereMade() {
            timers.add(open(2), null, () -> ran.add("later"));
            timers.add(open(1), null, () -> ran.add("one"));
            timers.add(open(1), null, () -> ran.add("two"));
            timers.add(open(1), null, () -> ran.add("three"));
            runDue(open(2));

            assertThat(ran).containsExactly("one", "two", "three", "later");
        }

        @Test
        void X10_runsOfAPeriodicTaskDoNotPileUpWhileItsLastOneWaits() {
            timers.add(open(5), Duration.ofSeconds(5), () -> ran.add("tick"));
            Runnable waiting = timers.takeDue(open(5));

            assertThat(timers.takeDue(open(10))).isNull();
            assertThat(timers.takeDue(open(15))).isNull();
            assertThat(timers.nextDue()).isEqualTo(open(20));

            java.util.Objects.requireNonNull(waiting).run();
            runDue(open(20));
            assertThat(ran).hasSize(2);
        }

        @Test
        void missedRunsOfAPeriodicTaskAreNotMadeUpFor() {
            timers.add(open(5), Duration.ofSeconds(5), () -> ran.add("tick"));
            runDue(open(19));
            assertThat(ran).hasSize(1);
            assertThat(timers.nextDue()).isEqualTo(open(20));

            runDue(open(20));
            assertThat(ran).hasSize(2);
            assertThat(timers.nextDue()).isEqualTo(open(25));
        }

        @Test
        void aCanceledTaskNeverRuns() {
            timers.add(open(1), null, () -> ran.add("once")).cancel();
            timers.add(open(1), Duration.ofSeconds(1), () -> ran.add("again")).cancel();
            runDue(open(10));

            assertThat(ran).isEmpty();
            assertThat(timers.nextDue()).isNull();
        }

        @Test
        void aTaskCanceledAfterItBecameDueDoesNotRunEither() {
            MarketClock.Timer timer = timers.add(open(1), null, () -> ran.add("task"));
            Runnable due = Objects.requireNonNull(timers.takeDue(open(1)));
            timer.cancel();
            due.run();

            assertThat(ran).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(longs = {0, -1})
        void aPeriodMustBePositive(long seconds) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> timers.add(OPEN, Duration.ofSeconds(seconds), () -> {}))
                    .withMessageStartingWith("period must be positive, was ");
        }

        private void runDue(Instant now) {
            Runnable due = timers.takeDue(now);
            while (due != null) {
                due.run();
                due = timers.takeDue(now);
            }
        }
    }

    @Nested
    class Stepped {

        private final EventLoop loop = EventLoop.stepped("stepped");
        private final SteppedMarketClock clock = new SteppedMarketClock(OPEN, loop.localInlet("clock"));
        private final List<String> ran = new ArrayList<>();

        @BeforeEach
        void start() {
            loop.start();
        }

        @AfterEach
        void close() {
            loop.close();
        }

        @Test
        void timeStandsStillUntilItIsMovedAndNeverGoesBack() {
            assertThat(clock.now()).isEqualTo(OPEN);
            clock.moveTo(open(5));
            clock.moveTo(open(4));

            assertThat(clock.now()).isEqualTo(open(5));
        }

        @Test
        void whatIsDueRunsInTheTurnOfItsStepAndSeesThatStepsTime() {
            clock.at(open(7), () -> ran.add("at " + clock.now()));
            step(5);
            assertThat(ran).isEmpty();
            step(10);
            step(15);

            assertThat(ran).containsExactly("at 2026-04-09T13:30:10Z");
        }

        @Test
        void periodicWorkRunsOnceAStepHoweverFarTheStepGoes() {
            clock.every(Duration.ofSeconds(5), () -> ran.add(clock.now().toString()));
            step(4);
            step(5);
            step(30);

            assertThat(ran).containsExactly("2026-04-09T13:30:05Z", "2026-04-09T13:30:30Z");
        }

        @Test
        void whatATaskMakesDueAtOnceRunsInTheSameTurn() {
            clock.at(open(5), () -> clock.at(open(5), () -> ran.add("second")));
            step(5);

            assertThat(ran).containsExactly("second");
        }

        @Test
        void aTaskCanCallOffAnotherThatIsDueInTheSameStep() {
            AtomicReference<MarketClock.Timer> other = new AtomicReference<>();
            clock.at(open(5), () -> other.get().cancel());
            other.set(clock.at(open(5), () -> ran.add("called off")));
            step(5);

            assertThat(ran).isEmpty();
        }

        private void step(long seconds) {
            clock.moveTo(open(seconds));
            int unused = loop.takeTurn(Map.of()).join();
        }
    }

    @Nested
    class Running {

        private final EventLoop loop = EventLoop.free("running");
        private final Inlet inlet = loop.localInlet("clock");
        private final WallTimer timer = new WallTimer();
        private final BlockingQueue<Instant> runs = new LinkedBlockingQueue<>();

        @BeforeEach
        void start() {
            loop.start();
        }

        @AfterEach
        void close() {
            timer.close();
            loop.close();
        }

        @ParameterizedTest
        @CsvSource(useHeadersInDisplayName = true, textBlock = """
                wallSeconds, speed, marketSeconds
                0,           5,     0
                1,           1,     1
                60,          5,     300
                60,          0.5,   30
                -10,         5,     -50
                """)
        void marketTimeRunsAtItsSpeedFromTheAgreedMoment(long wallSeconds, double speed, long marketSeconds) {
            Instant anchor = Instant.parse("2026-08-01T00:00:00Z");
            Clock wall = Clock.fixed(anchor.plusSeconds(wallSeconds), ZoneOffset.UTC);
            MarketClock clock = new RunningMarketClock(wall, anchor, OPEN, speed, timer.scheduler(), inlet);

            assertThat(clock.now()).isEqualTo(open(marketSeconds));
        }

        @ParameterizedTest
        @ValueSource(doubles = {0, -1, Double.NaN})
        void theSpeedMustBePositive(double speed) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fast(speed))
                    .withMessage("speed must be positive, was " + speed);
        }

        @Test
        void tasksRunOnTheLoopNotBeforeTheyAreDueAndInOrder() throws InterruptedException {
            MarketClock clock = fast(1000);
            Instant start = clock.now();
            List<String> order = new ArrayList<>();
            CountDownLatch done = new CountDownLatch(3);
            for (int seconds : List.of(90, 30, 60)) {
                clock.at(start.plusSeconds(seconds), () -> {
                    assertThat(Thread.currentThread().getName()).isEqualTo("running");
                    assertThat(clock.now()).isAfterOrEqualTo(start.plusSeconds(seconds));
                    order.add(seconds + " s");
                    done.countDown();
                });
            }
            done.await();

            assertThat(order).containsExactly("30 s", "60 s", "90 s");
        }

        @Test
        void aTaskOfThePastRunsAtOnce() throws InterruptedException {
            MarketClock clock = fast(1);
            clock.at(clock.now().minusSeconds(60), () -> runs.add(clock.now()));

            assertThat(runs.poll(5, TimeUnit.SECONDS)).isNotNull();
        }

        @Test
        void periodicWorkGoesOnUntilItIsCalledOff() throws InterruptedException {
            MarketClock clock = fast(1000);
            Instant start = clock.now();
            AtomicReference<MarketClock.Timer> periodic = new AtomicReference<>();
            CountDownLatch made = new CountDownLatch(1);
            AtomicInteger count = new AtomicInteger();
            inlet.post(() -> {
                periodic.set(clock.every(Duration.ofSeconds(10), () -> {
                    runs.add(clock.now());
                    if (count.incrementAndGet() == 3) {
                        periodic.get().cancel();
                    }
                }));
                made.countDown();
            });
            made.await();
            for (int run = 1; run <= 3; run++) {
                assertThat(runs.poll(5, TimeUnit.SECONDS)).isAfterOrEqualTo(start.plusSeconds(10L * run));
            }
            CountDownLatch later = new CountDownLatch(1);
            clock.at(clock.now().plusSeconds(100), later::countDown);
            later.await();

            assertThat(runs).isEmpty();
        }

        private MarketClock fast(double speed) {
            Clock wall = Clock.systemUTC();
            return new RunningMarketClock(wall, wall.instant(), OPEN, speed, timer.scheduler(), inlet);
        }
    }

    @Nested
    class Wall {

        @Test
        void aRunThatThrowsDoesNotEndTheSeries() throws InterruptedException {
            try (WallTimer timer = new WallTimer()) {
                CountDownLatch runs = new CountDownLatch(3);
                timer.every(Duration.ofMillis(5), () -> {
                    runs.countDown();
                    throw new IllegalStateException("planted");
                });

                assertThat(runs.await(5, TimeUnit.SECONDS)).isTrue();
            }
        }

        @Test
        void closingEndsEverySeries() throws InterruptedException {
            WallTimer timer = new WallTimer();
            CountDownLatch runs = new CountDownLatch(1);
            timer.every(Duration.ofMillis(5), runs::countDown);
            runs.await();
            timer.close();

            assertThat(timer.scheduler().awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        }
    }
}
