package dev.opspipeline.sandbox.clock;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One service instance that keeps step. */
final class Participant {

    private static final Logger log = LoggerFactory.getLogger(Participant.class);

    private final Socket socket;
    private final BufferedReader in;
    private final PrintWriter out;
    private final String service;
    private final String instance;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile boolean ready;
    private volatile CompletableFuture<TurnReport> turn = CompletableFuture.completedFuture(TurnReport.NONE);
    private volatile TurnReport last = TurnReport.NONE;

    /** Reads the service's HELLO and tells it the time. */
    Participant(Socket socket, Instant now) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        out = new PrintWriter(socket.getOutputStream(), false, StandardCharsets.UTF_8);
        String hello = in.readLine();
        String[] words = hello == null ? new String[0] : hello.split(" ");
        if (words.length != 3 || !words[0].equals("HELLO")) {
            throw new IOException("expected HELLO service instance, was '" + hello + "'");
        }
        service = words[1];
        instance = words[2];
        say("TIME " + now);
    }

    /** Listens until the connection ends. */
    void listen(Runnable onChange) {
        try {
            String line = in.readLine();
            while (line != null) {
                if (line.equals("READY")) {
                    ready = true;
                } else if (line.startsWith("REACHED ")) {
                    last = TurnReport.parse(line);
                    turn.complete(last);
                }
                onChange.run();
                line = in.readLine();
            }
        } catch (IOException e) {
            // as good as closed: whoever killed it knows why
        } catch (IllegalArgumentException e) {
            // A service that answers what nobody understands must not go on beside the clock.
            log.atError()
                    .addKeyValue("instance", instance)
                    .addKeyValue("why", e.getMessage())
                    .log("A service does not speak as agreed");
            disconnect();
        } finally {
            gone.complete(null);
            turn.complete(TurnReport.NONE);
            onChange.run();
        }
    }

    /** Gives the service a turn; also completes, with nothing, when the service dies in it. */
    CompletableFuture<TurnReport> takeTurn(long number, Instant time, Map<String, Long> expected) {
        CompletableFuture<TurnReport> next = new CompletableFuture<>();
        turn = next;
        if (gone.isDone()) {
            next.complete(TurnReport.NONE);
        } else {
            say("TURN " + number + " " + time
                    + expected.entrySet().stream()
                            .map(entry -> " " + entry.getKey() + "=" + entry.getValue())
                            .collect(Collectors.joining()));
        }
        return next;
    }

    private synchronized void say(String line) {
        out.print(line + "\n");
        out.flush();
    }

    String service() {
        return service;
    }

    String instance() {
        return instance;
    }

    boolean isReady() {
        return ready && !gone.isDone();
    }

    boolean isGone() {
        return gone.isDone();
    }

    TurnReport lastReport() {
        return last;
    }

    void disconnect() {
        try {
            socket.close();
        } catch (IOException e) {
            gone.complete(null);
        }
    }
}
