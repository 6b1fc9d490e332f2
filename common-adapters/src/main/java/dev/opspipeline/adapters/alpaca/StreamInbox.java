package dev.opspipeline.adapters.alpaca;

import java.util.concurrent.Executor;
import java.util.function.ObjLongConsumer;

/**
 * Where a service takes what a stream brings. Called on the stream's own thread, in order, and must not keep it: hand
 * over and return.
 */
public interface StreamInbox {

    /**
     * A connection is subscribed; its frames count from 1. Whatever happened while there was none is not sent again: read
     * it by REST.
     */
    void connected();

    /**
     * A data frame has come.
     *
     * @param number counts the connection's data frames from 1
     * @param handling hands the frame's contents to the consumer; to be run once, after those before it
     */
    void frame(long number, Runnable handling);

    /** A data frame could not be read, so that something is missing: read it by REST. Comes from within its handling. */
    void unreadable();

    /** The connection has ended; another one is on its way unless the stream was closed. */
    void disconnected();

    /**
     * Runs everything on one executor, which must keep the order.
     *
     * @param onConnected reads by REST what the stream may have missed
     */
    static StreamInbox on(Executor executor, Runnable onConnected) {
        return of((handling, number) -> executor.execute(handling), () -> executor.execute(onConnected));
    }

    /**
     * Passes frames on with their numbers.
     *
     * @param frames takes each frame's handling and its number, in order
     * @param onConnected is told that something may have been missed: a new connection, or a frame nobody could read
     */
    static StreamInbox of(ObjLongConsumer<Runnable> frames, Runnable onConnected) {
        return new StreamInbox() {
            @Override
            public void connected() {
                onConnected.run();
            }

            @Override
            public void frame(long number, Runnable handling) {
                frames.accept(handling, number);
            }

            @Override
            public void unreadable() {
                onConnected.run();
            }

            @Override
            public void disconnected() {
                // The next connection is what matters.
            }
        };
    }
}
