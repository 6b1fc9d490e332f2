package dev.opspipeline.adapters.alpaca;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A stream that is always there or on its way back: each end of a connection, however it came about, is followed by
 * another attempt, later each time it fails and by a random part, so that accounts don't return in step.
 */
final class SupervisedStream implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SupervisedStream.class);
    private static final int STEEPEST_DOUBLING = 20;

    /** A failure that goes on for the same reason is said again after so many attempts. */
    private static final int SAID_AGAIN = 60;

    private final String name;
    private final OkHttpClient http;
    private final AlpacaSettings.Waits waits;
    private final Request request;
    private final Line.Talk talk;
    private final StreamInbox inbox;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Line line;
    private String lastWhy = "";
    private int repetitions;

    SupervisedStream(String name, AlpacaConnection connection, String address, Line.Talk talk, StreamInbox inbox) {
        this.name = name;
        this.http = connection.http();
        this.waits = connection.settings().waits();
        this.request = new Request.Builder().url(address).build();
        this.talk = talk;
        this.inbox = inbox;
    }

    void start() {
        Thread.ofVirtual().name("alpaca-" + name).start(this::supervise);
    }

    boolean isConnected() {
        Line current = line;
        return current != null && current.isSubscribed();
    }

    long framesReceived() {
        Line current = line;
        return current == null ? 0 : current.framesReceived();
    }

    long framesHandled() {
        Line current = line;
        return current == null ? 0 : current.framesHandled();
    }

    /** Breaks the connection, which has gone silent though it looks alive; another follows. */
    void reconnect(String why) {
        Line current = line;
        if (current != null) {
            current.end(why);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        Line current = line;
        if (current != null) {
            current.hangUp();
        }
    }

    private void supervise() {
        try {
            int failures = 0;
            boolean again = true;
            while (again) {
                failures = connectOnce() ? 0 : failures + 1;
                again = !closed.await(pause(failures).toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stays until the connection has ended; true when it had come as far as being subscribed. */
    private boolean connectOnce() throws InterruptedException {
        Line next = new Line(name, talk, inbox);
        line = next;
        if (closed.getCount() == 0) {
            return false;
        }
        var unused = http.newWebSocket(request, next);
        boolean subscribed = next.awaitSubscription(waits.subscribe());
        if (subscribed) {
            log.atInfo().addKeyValue("stream", name).log("Stream connected");
        }
        String why = next.awaitEnd();
        log.atLevel(closed.getCount() == 0 || !isNews(subscribed, why) ? Level.DEBUG : Level.WARN)
                .addKeyValue("stream", name)
                .addKeyValue("why", why)
                .log("Stream ended");
        if (subscribed) {
            inbox.disconnected();
        }
        return subscribed;
    }

    private boolean isNews(boolean subscribed, String why) {
        boolean repeated = !subscribed && why.equals(lastWhy) && ++repetitions % SAID_AGAIN != 0;
        if (!repeated) {
            lastWhy = why;
            repetitions = 0;
        }
        return !repeated;
    }

    /** Between half of the doubled wait and all of it. */
    private Duration pause(int failures) {
        long most = Math.min(
                waits.firstRetry().toMillis() << Math.min(failures, STEEPEST_DOUBLING),
                waits.longestRetry().toMillis());
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(Math.max(1, most / 2), most + 1));
    }
}
