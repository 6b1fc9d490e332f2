package dev.opspipeline.adapters.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service's end of the sandbox's stepped clock: one line of text a message over one TCP connection.
 *
 * <pre>
 * → HELLO service instance          ← TIME instant
 * → READY                           the service has recovered and listens
 * ← TURN n instant inlet=mark …     be at this time, handle these inlets up to these marks
 * → REACHED n ran=k in:inlet=mark … out:topic=offset …   done; inlets this service does not get are left out
 * </pre>
 */
final class StepClient implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StepClient.class);

    private static final int CONNECT_MS = 5000;
    /** The sandbox says the time at once: one that does not is not the sandbox. */
    private static final int GREETING_MS = 10_000;

    private final Socket socket = new Socket();
    private final BufferedReader in;
    private final PrintWriter out;
    private final Instant start;
    private volatile boolean closed;

    /** Connects and learns what time it is; throws {@link UncheckedIOException} when the sandbox is not there. */
    StepClient(String host, int port, String service, String instance) {
        try {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MS);
            socket.setTcpNoDelay(true);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            out = new PrintWriter(socket.getOutputStream(), false, StandardCharsets.UTF_8);
            say("HELLO " + service + " " + instance);
            socket.setSoTimeout(GREETING_MS);
            start = time(in.readLine());
            socket.setSoTimeout(0);
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("cannot reach the sandbox's clock at " + host + ":" + port, e);
        }
    }

    private static Instant time(@Nullable String answer) throws IOException {
        if (answer == null || !answer.startsWith("TIME ")) {
            throw new IOException("the sandbox's clock answered " + answer);
        }
        try {
            return Instant.parse(answer.substring("TIME ".length()));
        } catch (DateTimeParseException e) {
            throw new IOException("the sandbox's clock answered " + answer, e);
        }
    }

    /** The market time at which this service starts. */
    Instant start() {
        return start;
    }

    /**
     * Takes turns until the connection ends.
     *
     * @param published flushes what this service sends and says, per topic, the last offset written
     * @param onLost runs when the sandbox is gone without a goodbye
     */
    void serve(EventLoop loop, SteppedMarketClock clock, Supplier<Map<String, Long>> published, Runnable onLost) {
        Thread.ofPlatform().name("step-clock").daemon().start(() -> {
            try {
                say("READY");
                String line = in.readLine();
                while (line != null) {
                    take(line, loop, clock, published);
                    line = in.readLine();
                }
            } catch (IOException e) {
                log.atDebug().setCause(e).log("Step clock connection failed");
            } catch (CancellationException e) {
                log.atDebug().log("Loop ended in a step");
            } catch (RuntimeException e) {
                log.atError().setCause(e).log("Step failed");
            }
            if (!closed) {
                log.atWarn().log("Sandbox is gone, stopping");
                onLost.run();
            }
        });
    }

    private void take(String line, EventLoop loop, SteppedMarketClock clock, Supplier<Map<String, Long>> published) {
        String[] words = line.split(" ");
        if (words.length < 3 || !words[0].equals("TURN")) {
            throw new IllegalArgumentException("expected TURN n instant, was '" + line + "'");
        }
        Map<String, Long> expected = new HashMap<>();
        for (int i = 3; i < words.length; i++) {
            int equals = words[i].lastIndexOf('=');
            expected.put(words[i].substring(0, equals), Long.valueOf(words[i].substring(equals + 1)));
        }
        clock.moveTo(Instant.parse(words[2]));
        int ran = loop.takeTurn(expected).join();
        String sent = published.get().entrySet().stream()
                .map(entry -> " out:" + entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining());
        String handled = loop.states().entrySet().stream()
                .filter(entry -> entry.getValue().attached())
                .map(entry -> " in:" + entry.getKey() + "=" + entry.getValue().mark())
                .collect(Collectors.joining());
        say("REACHED " + words[1] + " ran=" + ran + handled + sent);
    }

    private synchronized void say(String line) {
        out.print(line + "\n");
        out.flush();
    }

    @Override
    public void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException e) {
            log.atDebug().setCause(e).log("Step clock connection failed to close");
        }
    }
}
