package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.clock.StepServer;
import dev.opspipeline.sandbox.process.Fleet;
import java.nio.file.Path;
import java.time.Duration;

/** Waits for services to be ready, and notices those that end instead. */
final class Readiness {

    /** How long (wall time) a service may take to be ready. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Duration SLICE = Duration.ofMillis(500);

    private final StepServer server;
    private final Fleet fleet;
    private final Duration patience;

    /** @param patience usually {@link #PATIENCE} */
    Readiness(StepServer server, Fleet fleet, Duration patience) {
        this.server = server;
        this.fleet = fleet;
        this.patience = patience;
    }

    /** Whether it is so by the end of a stretch of wall time. */
    private interface Awaited {

        boolean within(Duration timeout) throws InterruptedException;
    }

    /** Waits for so many instances of a service, wherever they run. */
    void await(String service, int instances, String logs) throws InterruptedException {
        await(service, logs, timeout -> server.awaitReady(service, instances, timeout));
    }

    /** Waits for an instance of ours. */
    void await(String instance) throws InterruptedException {
        await(instance, log(instance).toString(), timeout -> server.awaitReady(instance, timeout));
    }

    private void await(String what, String logs, Awaited awaited) throws InterruptedException {
        Duration waited = Duration.ZERO;
        while (!awaited.within(SLICE)) {
            checkAlive();
            waited = waited.plus(SLICE);
            if (waited.compareTo(patience) > 0) {
                throw new CannotPlayException(
                        "%s was not ready within %d s: see %s".formatted(what, patience.toSeconds(), logs));
            }
        }
    }

    Path log(String instance) {
        return fleet.log(instance);
    }

    /** @throws CannotPlayException when a service has ended that nobody asked to */
    void checkAlive() {
        fleet.exited().forEach((instance, status) -> {
            throw new CannotPlayException("%s ended with status %d: see %s".formatted(instance, status, log(instance)));
        });
    }
}
