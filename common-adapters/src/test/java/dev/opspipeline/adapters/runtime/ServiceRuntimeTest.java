package dev.opspipeline.adapters.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServiceRuntimeTest {

    @Test
    void onTheWallsClockMarketTimeIsTheMachinesTime() {
        try (ServiceRuntime runtime = runtime("wall")) {
            assertThat(runtime.clock().now()).isCloseTo(Clock.systemUTC().instant(), within(1, ChronoUnit.SECONDS));
        }
    }

    @Test
    void onARunningClockMarketTimeRunsFasterFromTheAgreedMoment() {
        Instant aMinuteAgo = Clock.systemUTC().instant().minusSeconds(60);
        try (ServiceRuntime runtime =
                runtime("running;speed=5;wall=%s;market=2026-04-09T13:30:00Z".formatted(aMinuteAgo))) {
            assertThat(runtime.clock().now())
                    .isCloseTo(Instant.parse("2026-04-09T13:35:00Z"), within(5, ChronoUnit.SECONDS));
        }
    }

    @Test
    void keepingStepIsNothingToDoOnAnyOtherClock() {
        try (ServiceRuntime runtime = runtime("wall")) {
            runtime.keepStep(
                    () -> {
                        throw new AssertionError("nobody asks what was published");
                    },
                    () -> {
                        throw new AssertionError("there is no clock to lose");
                    });
            runtime.start();
        }
    }

    @Test
    void settlingEndsWhenWhatCameInBeforeIsHandledAndNoLaterThanItMay() {
        EventLoop loop = ServiceRuntime.loop("wall", "dispatcher-tiny");
        Inlet results = loop.inlet("results");
        try (ServiceRuntime runtime =
                new ServiceRuntime("wall", "dispatcher-tiny", "dispatcher-tiny-1", loop, loop.localInlet("clock"))) {
            runtime.start();
            CountDownLatch answered = new CountDownLatch(1);
            AtomicBoolean told = new AtomicBoolean();
            results.post(() -> awaits(answered));
            results.post(() -> told.set(true));

            assertThat(runtime.settle(Duration.ofMillis(50))).isFalse();
            answered.countDown();
            assertThat(runtime.settle(Duration.ofSeconds(30))).isTrue();
            assertThat(told).isTrue();
        }
    }

    private static void awaits(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            setting,                                                                          stepped
            wall,                                                                             false
            running;speed=5;wall=2026-04-09T13:30:00Z;market=2026-04-09T13:30:00Z,            false
            stepped;address=127.0.0.1:4711,                                                   true
            """)
    void theLoopGoesInStepsWhereTheClockDoes(String setting, boolean stepped) {
        assertThat(ServiceRuntime.loop(setting, "dispatcher-tiny").isStepped()).isEqualTo(stepped);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            setting                                               | complaint
            ''                                                    | MARKET_CLOCK must be wall, running;… or stepped;…, was ''
            clock                                                 | MARKET_CLOCK must be wall, running;… or stepped;…, was 'clock'
            Wall                                                  | MARKET_CLOCK must be wall, running;… or stepped;…, was 'Wall'
            steppedaddress=127.0.0.1:1                            | MARKET_CLOCK must be wall, running;… or stepped;…, was 'steppedaddress=127.0.0.1:1'
            wall;speed=5                                          | MARKET_CLOCK knows no option 'speed=5' there, only []
            running                                               | MARKET_CLOCK lacks speed=…
            running;speed=5                                       | MARKET_CLOCK lacks wall=…
            running;speed=5;wall=2026-04-09T13:30:00Z             | MARKET_CLOCK lacks market=…
            running;speed=5;speed=6                               | MARKET_CLOCK has speed twice
            running;sped=5                                        | MARKET_CLOCK knows no option 'sped=5' there, only [speed, wall, market]
            running;speed                                         | MARKET_CLOCK knows no option 'speed' there, only [speed, wall, market]
            running;speed=fast                                    | MARKET_CLOCK's speed must be a number above 0, was 'fast'
            running;speed=0                                       | MARKET_CLOCK's speed must be a number above 0, was '0'
            running;speed=-1                                      | MARKET_CLOCK's speed must be a number above 0, was '-1'
            running;speed=NaN                                     | MARKET_CLOCK's speed must be a number above 0, was 'NaN'
            running;speed=Infinity                                | MARKET_CLOCK's speed must be a number above 0, was 'Infinity'
            running;speed=5;wall=noon                             | MARKET_CLOCK's wall must be an instant like 2026-04-09T13:30:00Z, was 'noon'
            running;speed=5;wall=2026-04-09T13:30:00Z;market=noon | MARKET_CLOCK's market must be an instant like 2026-04-09T13:30:00Z, was 'noon'
            stepped                                               | MARKET_CLOCK lacks address=…
            stepped;address=                                      | MARKET_CLOCK's address must be host:port, was ''
            stepped;address=4711                                  | MARKET_CLOCK's address must be host:port, was '4711'
            stepped;address=:4711                                 | MARKET_CLOCK's address must be host:port, was ':4711'
            stepped;address=localhost:                            | MARKET_CLOCK's address must be host:port, was 'localhost:'
            stepped;address=localhost:http                        | MARKET_CLOCK's address must be host:port, was 'localhost:http'
            stepped;address=localhost:0                           | MARKET_CLOCK's address must be host:port, was 'localhost:0'
            stepped;address=localhost:65536                       | MARKET_CLOCK's address must be host:port, was 'localhost:65536'
            """)
    void F53_aSettingThatIsNotUnderstoodIsRefusedAtStartInOneLine(String setting, String complaint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceRuntime.loop(setting, "dispatcher-tiny"))
                .withMessage(complaint);
        assertThatIllegalArgumentException().isThrownBy(() -> runtime(setting)).withMessage(complaint);
    }

    private static ServiceRuntime runtime(String setting) {
        EventLoop loop = EventLoop.free("dispatcher-tiny");
        return new ServiceRuntime(setting, "dispatcher-tiny", "one", loop, loop.localInlet("clock"));
    }
}
