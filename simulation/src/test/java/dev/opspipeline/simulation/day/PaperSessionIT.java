package dev.opspipeline.simulation.day;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./run --paper} as a user runs it, with a stand-in for Alpaca at an address of its own, on the real clock. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class PaperSessionIT {

    private static final Path ROOT = Path.of(System.getProperty("project.root"));
    private static final Pattern EXPORT = Pattern.compile("([A-Z_]+)=(\\S+)");

    @TempDir
    private Path directory;

    private final List<Process> started = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();

    @BeforeEach
    void startStandIn() throws IOException {
        start("stand-in", Map.of(), "stand-in", "--tier", "tiny");
        await("stand-in", "./run --paper --tiers tiny");
        Matcher exported = EXPORT.matcher(said("stand-in"));
        while (exported.find()) {
            environment.put(exported.group(1), exported.group(2));
        }
    }

    @AfterEach
    void stopAll() throws InterruptedException {
        for (Process process : started.reversed()) {
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void tradesAtTheAddressItIsGivenUntilItIsEnded() throws Exception {
        Process session = paper("session", "--tiers", "tiny", "--symbols", "AAPL,NVDA");
        await("session", "limits  accepted: version 1");
        await("session", "the market is (open|closed)");
        session.destroy();
        assertThat(session.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(said("session"))
                .containsPattern("Connected to http://127.0.0.1:\\d+, paper trading")
                .contains("account              SBX-TINY-0001 (ACTIVE)", "equity               1,804.00")
                .contains("equity 1,804.00, today 0.00", "./run why tiny")
                .doesNotContain("\tat ", "\u001b");
    }

    @Test
    void refusesAnotherAccountsNumberAndWrongKeysBeforeAnythingStarts() throws Exception {
        assertRefused(
                paper("number", "--tiers", "tiny", "--account", "X1"),
                "number",
                "./run: the keys belong to account SBX-TINY-0001, not to X1: nothing was started");
        assertRefused(
                paper("tier"), "tier", "./run: say as which account size to trade with --tiers: an equity of 1,804.00");
        environment.put("APCA_API_SECRET_KEY", "wrong");
        assertRefused(paper("keys", "--tiers", "tiny"), "keys", "refuses the keys (HTTP 401)");
        environment.put("ALPACA_TRADING_URL", "http://127.0.0.1:1");
        assertRefused(
                paper("away", "--tiers", "tiny"), "away", "./run: cannot reach http://127.0.0.1:1 (ConnectException)");
        environment.remove("APCA_API_KEY_ID");
        assertRefused(paper("missing", "--tiers", "tiny"), "missing", "./run: APCA_API_KEY_ID is not set");
    }

    private void assertRefused(Process process, String name, String line) throws Exception {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said(name)).isEqualTo(1);
        assertThat(said(name).lines().toList().getLast()).contains(line);
        assertThat(said(name)).doesNotContain("\tat ");
    }

    private Process paper(String name, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--paper", "--record", directory.resolve("record-" + name).toString()));
        arguments.addAll(List.of(more));
        return start(name, environment, arguments.toArray(String[]::new));
    }

    private Process start(String name, Map<String, String> told, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dproject.root=" + ROOT,
                "-jar",
                ROOT.resolve("sandbox/target/sandbox.jar").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".out").toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("APCA_") || key.startsWith("ALPACA_"));
        builder.environment().putAll(told);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private void await(String name, String pattern) throws IOException {
        Pattern wanted = Pattern.compile(pattern);
        while (!wanted.matcher(said(name)).find()) {
            assertThat(started.getLast().isAlive()).as(said(name)).isTrue();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private String said(String name) throws IOException {
        return Files.readString(directory.resolve(name + ".out"));
    }
}
