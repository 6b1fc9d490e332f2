package dev.opspipeline.adapters.alpaca;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a stream, from its opening to its end, with its counts. */
final class Line extends WebSocketListener {

    private static final Logger log = LoggerFactory.getLogger(Line.class);
    private static final int NORMAL_CLOSURE = 1000;

    /** What is said on a line. A method that throws ends the line. */
    interface Talk {

        void opened(Line line);

        /** A frame has come, whether text or binary. */
        void heard(String frame, Line line);

        /** A binary frame has come; where text is spoken, it holds that. */
        default void heard(ByteString frame, Line line) {
            heard(frame.utf8(), line);
        }
    }

    private final String stream;
    private final Talk talk;
    private final StreamInbox inbox;
    private final CompletableFuture<Boolean> subscribed = new CompletableFuture<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong handled = new AtomicLong();
    private volatile @Nullable WebSocket socket;

    Line(String stream, Talk talk, StreamInbox inbox) {
        this.stream = stream;
        this.talk = talk;
        this.inbox = inbox;
    }

    long framesReceived() {
        return received.get();
    }

    long framesHandled() {
        return handled.get();
    }

    boolean isSubscribed() {
        return subscribed.getNow(false) && !ended.isDone();
    }

    void say(String text) {
        WebSocket open = socket;
        if (open == null || !open.send(text)) {
            end("cannot send");
        }
    }

    void say(ByteString bytes) {
        WebSocket open = socket;
        if (open == null || !open.send(bytes)) {
            end("cannot send");
        }
    }

    /** The other side will now send data. */
    synchronized void subscribed() {
        if (!subscribed.isDone()) {
            // First told, then shown: nobody sees the line subscribed before its owner knows.
            inbox.connected();
            subscribed.complete(true);
        }
    }

    /** Counts a data frame and passes it on; never after the end, so that the inbox hears nothing once disconnected. */
    synchronized void data(Runnable contents) {
        if (ended.isDone()) {
            return;
        }
        inbox.frame(received.incrementAndGet(), () -> {
            try {
                contents.run();
            } catch (RuntimeException e) {
                log.atError().addKeyValue("stream", stream).setCause(e).log("Stream frame not handled");
                inbox.unreadable();
            } finally {
                handled.incrementAndGet();
            }
        });
    }

    /** Breaks the connection. */
    void end(String why) {
        if (finish(why)) {
            WebSocket open = socket;
            if (open != null) {
                open.cancel();
            }
        }
    }

    /** Says goodbye to the other side. */
    void hangUp() {
        WebSocket open = socket;
        if (finish("closed here") && open != null) {
            open.close(NORMAL_CLOSURE, null);
        }
    }

    /** Waits for the subscription, and ends the line when it does not come in time. */
    boolean awaitSubscription(Duration patience) throws InterruptedException {
        try {
            return subscribed.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            end("not subscribed within " + patience);
            return subscribed.getNow(false);
        } catch (ExecutionException e) {
            throw new IllegalStateException("subscription never fails", e);
        }
    }

    String awaitEnd() throws InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("end never fails", e);
        }
    }

    private synchronized boolean finish(String why) {
        boolean first = ended.complete(why);
        boolean unused = subscribed.complete(false);
        return first;
    }

    @Override
    public void onOpen(WebSocket webSocket, Response response) {
        socket = webSocket;
        if (ended.isDone()) {
            webSocket.cancel();
            return;
        }
        guarded(() -> talk.opened(this));
    }

    @Override
    public void onMessage(WebSocket webSocket, String text) {
        guarded(() -> talk.heard(text, this));
    }

    @Override
    public void onMessage(WebSocket webSocket, ByteString bytes) {
        guarded(() -> talk.heard(bytes, this));
    }

    /** Without this a graceful close by the other side would never be noticed. */
    @Override
    public void onClosing(WebSocket webSocket, int code, String reason) {
        webSocket.close(NORMAL_CLOSURE, null);
        boolean unused = finish("closed by the other side: " + code + " " + reason);
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable t, @Nullable Response response) {
        boolean unused = finish(response == null ? t.toString() : "HTTP " + response.code() + ": " + t.getMessage());
    }

    private void guarded(Runnable talking) {
        if (ended.isDone()) {
            return;
        }
        try {
            talking.run();
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("stream", stream).setCause(e).log("Stream talk failed");
            end(e.toString());
        }
    }
}
