package dev.opspipeline.simulation.architecture;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.springframework.scheduling.annotation.Scheduled;

/** What nobody may write: shows that the rules would find it. */
final class Culprits {

    static final List<Class<?>> CLOCK_READERS = List.of(
            AsksInstant.class,
            AsksDate.class,
            AsksByReference.class,
            AsksClock.class,
            AsksMillis.class,
            AsksNanos.class,
            Sleeps.class);

    static final List<Class<?>> SCHEDULERS = List.of(SchedulesBySpring.class, SchedulesByExecutor.class);

    private Culprits() {}

    static final class AsksInstant {
        Instant now() {
            return Instant.now();
        }
    }

    static final class AsksDate {
        LocalDate today() {
            return LocalDate.now(ZoneOffset.UTC);
        }
    }

    static final class AsksByReference {
        Supplier<Instant> clock() {
            return Instant::now;
        }
    }

    static final class AsksClock {
        Clock clock() {
            return Clock.systemUTC();
        }
    }

    static final class AsksMillis {
        long now() {
            return System.currentTimeMillis();
        }
    }

    static final class AsksNanos {
        long now() {
            return System.nanoTime();
        }
    }

    static final class Sleeps {
        void pause() throws InterruptedException {
            Thread.sleep(1);
        }
    }

    static final class SchedulesBySpring {
        @Scheduled(fixedRate = 1000)
        void tick() {}
    }

    static final class SchedulesByExecutor {
        ScheduledExecutorService scheduler() {
            return Executors.newSingleThreadScheduledExecutor();
        }
    }
}
