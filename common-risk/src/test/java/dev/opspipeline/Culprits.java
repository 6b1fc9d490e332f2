package dev.opspipeline;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Breaches planted for the architecture test to find: one of each kind, never run. */
final class Culprits {

    private Culprits() {}

    static final class AsksInstant {
        Instant time() {
            return Instant.now();
        }
    }

    static final class AsksDate {
        LocalDate time() {
            return LocalDate.now(ZoneOffset.UTC);
        }
    }

    static final class AsksDateTime {
        LocalDateTime time() {
            return LocalDateTime.now(ZoneOffset.UTC);
        }
    }

    static final class AsksZonedDateTime {
        ZonedDateTime time() {
            return ZonedDateTime.now(ZoneOffset.UTC);
        }
    }

    static final class AsksByReference {
        Supplier<Instant> time() {
            return Instant::now;
        }
    }

    static final class AsksClock {
        Clock time() {
            return Clock.systemUTC();
        }
    }

    static final class AsksSource {
        InstantSource time() {
            return InstantSource.system();
        }
    }

    static final class AsksMillis {
        long time() {
            return System.currentTimeMillis();
        }
    }

    static final class AsksNanos {
        long time() {
            return System.nanoTime();
        }
    }

    static final class Sleeps {
        void rest() throws InterruptedException {
            Thread.sleep(1);
        }
    }

    static final class SleepsByUnit {
        void rest() throws InterruptedException {
            TimeUnit.SECONDS.sleep(1);
        }
    }

    static final class OpensAFile {
        File file() {
            return new File("x");
        }
    }

    static final class OpensAPath {
        Path path() {
            return Path.of("x");
        }
    }

    static final class NamesAnAddress {
        URI address() {
            return URI.create("http://localhost");
        }
    }

    static final class Prints {
        void print() {
            System.out.println("x");
        }
    }

    static final class Schedules {
        ScheduledExecutorService scheduler() {
            return Executors.newSingleThreadScheduledExecutor();
        }
    }

    static final class Completes {
        CompletableFuture<Void> later() {
            return new CompletableFuture<>();
        }
    }

    static final class Starts {
        Thread thread() {
            return new Thread("x");
        }
    }

    static final class Times {
        Timer timer() {
            return new Timer("x");
        }
    }
}
