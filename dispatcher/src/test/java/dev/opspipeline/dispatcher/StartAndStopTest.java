package dev.opspipeline.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.adapters.runtime.ServiceLauncher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process as whoever runs it sees it: its exit status, its last words, and how fast it goes when asked to. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StartAndStopTest {

    private static final int SIGTERM_STATUS = 143;

    @TempDir
    private Path directory;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void leavesNoneBehind() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void F53_withoutItsTierItSaysSoInOneLineAndWithTheStatusOfAWrongConfiguration() throws Exception {
        Map<String, String> environment = environment();
        environment.remove("ACCOUNT_TIER");

        Process process = start(environment);

        assertThat(process.waitFor()).isEqualTo(ServiceLauncher.MISCONFIGURED);
        assertThat(said().stream().filter(line -> line.contains(" ERROR ")))
                .singleElement()
                .asString()
                .contains("ACCOUNT_TIER must be set to tiny, small, medium or large");
    }

    @Test
    void F53_aTierThatDoesNotExistIsNamed() throws Exception {
        Map<String, String> environment = environment();
        environment.put("ACCOUNT_TIER", "huge");

        assertThat(start(environment).waitFor()).isEqualTo(ServiceLauncher.MISCONFIGURED);
        assertThat(said()).last().asString().contains("account.tier cannot be 'huge'");
    }

    @Test
    void F62_livesWithNothingToTalkToStopsWhenAskedAndKeepsItsSecrets() throws Exception {
        Map<String, String> environment = environment();
        environment.put("HEARTBEAT_FILE", directory.resolve("alive").toString());
        environment.put("LOGGING_STRUCTURED_FORMAT_CONSOLE", "dev.opspipeline.adapters.runtime.JsonLines");
        environment.put("LOGGING_LEVEL_ROOT", "info");

        Process process = start(environment);
        Await.until("a beat", Duration.ofSeconds(90), () -> Files.exists(directory.resolve("alive")));
        process.destroy();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("stopped").isTrue();
        assertThat(process.exitValue()).isEqualTo(SIGTERM_STATUS);
        assertThat(said())
                .allSatisfy(line -> assertThat(line).startsWith("{").doesNotContain("secret-of-a-test"))
                .anySatisfy(line -> assertThat(line)
                        .contains("\"event\":\"starting\"", "\"tier\":\"tiny\"", "\"revision\":\"4f2c1aa\""));
    }

    private List<String> said() throws IOException {
        return Files.readAllLines(directory.resolve("output"));
    }

    private Process start(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx192m",
                "-cp",
                classPathWithoutTests(),
                DispatcherApplication.class.getName());
        builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG"));
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        started.add(process);
        return process;
    }

    /** The tests' own logging settings are not the service's. */
    private static String classPathWithoutTests() {
        String separator = System.getProperty("path.separator");
        return String.join(
                separator,
                List.of(System.getProperty("java.class.path").split(separator)).stream()
                        .filter(entry -> !entry.endsWith("test-classes"))
                        .toList());
    }

    private static Map<String, String> environment() throws IOException {
        String nobody = "127.0.0.1:" + freePort();
        Map<String, String> environment = new HashMap<>();
        environment.put("ACCOUNT_TIER", "tiny");
        environment.put("REVISION", "4f2c1aa");
        environment.put("KAFKA_BOOTSTRAP_SERVERS", nobody);
        environment.put("AWS_ACCESS_KEY_ID", "none");
        environment.put("AWS_SECRET_ACCESS_KEY", "aws-secret-of-a-test");
        environment.put("AWS_ENDPOINT_URL_SSM", "http://" + nobody);
        environment.put("APCA_API_KEY_ID", "key-secret-of-a-test");
        environment.put("APCA_API_SECRET_KEY", "alpaca-secret-of-a-test");
        environment.put("ALPACA_ACCOUNT_NUMBER", "PA0000000001");
        environment.put("ALPACA_TRADING_URL", "http://" + nobody);
        environment.put("ALPACA_DATA_URL", "http://" + nobody);
        environment.put("ALPACA_TRADING_STREAM_URL", "ws://" + nobody + "/stream");
        environment.put("ALPACA_DATA_STREAM_URL", "ws://" + nobody);
        return environment;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
