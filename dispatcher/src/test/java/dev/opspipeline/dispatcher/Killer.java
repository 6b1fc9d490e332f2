package dev.opspipeline.dispatcher;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stops an instance's account thread at a checkpoint, the first time it gets there: not another line runs, as after kill -9 or
 * a pause that does not end. Later it either dies for good, or goes on as if nothing had been: a zombie.
 */
final class Killer implements Checkpoint.Observer {

    /** Ends an account thread. */
    static final class Killed extends Error {

        private static final long serialVersionUID = 1L;
    }

    private final Checkpoint victim;
    private final AtomicBoolean struck = new AtomicBoolean();
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean stopped;
    private volatile boolean goesOn;

    Killer(Checkpoint victim) {
        this.victim = victim;
    }

    @Override
    public void reached(Checkpoint checkpoint) {
        if (checkpoint == victim && struck.compareAndSet(false, true)) {
            stopped = true;
            try {
                if (!released.await(60, TimeUnit.SECONDS) || !goesOn) {
                    throw new Killed();
                }
            } catch (InterruptedException e) {
                throw new Killed();
            }
        }
    }

    boolean hasStruck() {
        return stopped;
    }

    void letDie() {
        released.countDown();
    }

    void letGoOn() {
        goesOn = true;
        released.countDown();
    }
}
