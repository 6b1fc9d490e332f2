package dev.opspipeline.sandbox.clock;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A service that keeps step over a real socket and does in its turns what a script says. */
final class FakeService implements AutoCloseable {

    /** One turn, as the service is told of it. */
    record Turn(int count, Instant time, Map<String, Long> expected) {}

    /** What a service answers: all after {@code REACHED n}. Null for no answer at all. */
    interface Script {
        @Nullable
        String take(Turn turn) throws Exception;
    }

    private final Socket socket;
    private final PrintWriter out;
    private final BufferedReader in;
    private final String instance;
    private final Script script;
    private final List<String> log;
    private final List<Turn> turns = new CopyOnWriteArrayList<>();
    private final String greeting;

    /** Joins and is ready. */
    FakeService(String clockSetting, String service, int number, List<String> log, Script script) throws IOException {
        this.script = script;
        this.log = log;
        instance = service + "-" + number;
        int port = Integer.parseInt(clockSetting.substring(clockSetting.lastIndexOf(':') + 1));
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
        say("HELLO " + service + " " + instance);
        greeting = in.readLine();
        say("READY");
        Thread.ofPlatform().daemon().start(this::serve);
    }

    private void serve() {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                Map<String, Long> expected = new TreeMap<>();
                for (int i = 3; i < words.length; i++) {
                    String[] pair = words[i].split("=");
                    expected.put(pair[0], Long.valueOf(pair[1]));
                }
                Turn turn = new Turn(turns.size() + 1, Instant.parse(words[2]), expected);
                turns.add(turn);
                log.add(instance + " " + expected);
                String answer = script.take(turn);
                if (answer != null) {
                    log.add(instance + " done");
                    say("REACHED " + words[1] + " " + answer);
                }
            }
        } catch (IOException e) {
            // Killed: nobody listens any more.
        } catch (Exception e) {
            log.add(instance + " failed: " + e);
            kill();
        }
    }

    private void say(String line) {
        out.print(line + "\n");
        out.flush();
    }

    String greeting() {
        return greeting;
    }

    List<Turn> turns() {
        return turns;
    }

    void kill() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
