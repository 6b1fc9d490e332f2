package dev.opspipeline.adapters.alpaca;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps what a stream tells, and runs frames at once unless told to hold them. */
final class RecordingInbox implements StreamInbox {

    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final Queue<Runnable> held = new ArrayDeque<>();
    private volatile boolean holding;

    /** The next thing that was told. */
    String next() {
        try {
            return Objects.requireNonNull(told.poll(5, SECONDS), "nothing was told");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void hold() {
        holding = true;
    }

    /** Call once the frame was told. */
    void runHeld() {
        synchronized (held) {
            held.forEach(Runnable::run);
            held.clear();
        }
    }

    @Override
    public void connected() {
        told.add("connected");
    }

    @Override
    public void frame(long number, Runnable handling) {
        if (holding) {
            synchronized (held) {
                held.add(handling);
            }
        } else {
            handling.run();
        }
        told.add("frame " + number);
    }

    @Override
    public void unreadable() {
        told.add("unreadable");
    }

    @Override
    public void disconnected() {
        told.add("disconnected");
    }
}
