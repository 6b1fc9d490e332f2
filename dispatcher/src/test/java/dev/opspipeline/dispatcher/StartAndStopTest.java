package dev.opspipeline.dispatcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.opspipeline.adapters.runtime.ServiceLauncher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The process as whoever runs it sees it: its exit status, its last words, and how fast it goes when asked to. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StartAndStopTest {

    private static final int SIGTERM_STATUS = 143;

    private static final String ACCOUNT = """
            {"account_number": "PA9", "status": "ACTIVE", "equity": "1804", "last_equity": "1804",
             "options_buying_power": "1804", "options_trading_level": 2, "trading_blocked": false,
             "account_blocked": false, "trade_suspended_by_user": false}
            """;

    @TempDir
    private Path directory;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void leavesNoneBehind() {
        started.forEach(Process::destroyForcibly);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            variable              | value                      | said
            ACCOUNT_TIER          |                            | ACCOUNT_TIER must be set to tiny, small, medium or large
            ACCOUNT_TIER          | ''                         | ACCOUNT_TIER must be set to tiny, small, medium or large
            ACCOUNT_TIER          | huge                       | ACCOUNT_TIER must be one of tiny, small, medium, large, was 'huge'
            ACCOUNT_TIERS         | tiny                       | ACCOUNT_TIERS is not a setting; the nearest is ACCOUNT_TIER
            APCA_API_KEY_ID       |                            | APCA_API_KEY_ID must be set
            APCA_API_SECRET_KEY   | ''                         | APCA_API_SECRET_KEY must be set
            ALPACA_ACCOUNT_NUMBER |                            | ALPACA_ACCOUNT_NUMBER must be set to the number of the account the key belongs to
            ALPACA_STOCK_FEED     | delayed_sip                | ALPACA_STOCK_FEED must be iex or sip, was 'delayed_sip': of a delayed one every bar would be too old to trade on
            ALPACA_LIVE_ACCOUNT   | PA0000000001               | ALPACA_LIVE_ACCOUNT must not be set, was 'PA0000000001': ALPACA_TRADING_URL http://127.0.0.1:1 spends no real money
            ALPACA_TRADING_URL    | https://api.alpaca.markets | ALPACA_TRADING_URL and ALPACA_TRADING_STREAM_URL must both be at api.alpaca.markets or both at paper-api.alpaca.markets, were at api.alpaca.markets and 127.0.0.1
            """)
    void F53_F54_F60_aWrongSettingIsOneLineThatNamesItAndTheStatusOfAWrongConfiguration(
            String variable, @Nullable String value, String said) throws Exception {
        Map<String, String> environment = environment();
        if (value == null) {
            environment.remove(variable);
        } else {
            environment.put(variable, value);
        }

        assertThat(start(environment).waitFor()).isEqualTo(ServiceLauncher.MISCONFIGURED);
        assertThat(said().stream().filter(line -> line.contains(" ERROR ")))
                .singleElement()
                .asString()
                .endsWith("problem=" + said);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            confirmed
            ''
            PA0000000002
            """)
    void F60_realMoneyIsNotSpentUnlessTheAccountIsNamedOnceMore(String confirmed) throws Exception {
        Map<String, String> environment = environment();
        environment.put("ALPACA_TRADING_URL", "https://api.alpaca.markets");
        environment.put("ALPACA_TRADING_STREAM_URL", "wss://api.alpaca.markets/stream");
        environment.put("ALPACA_LIVE_ACCOUNT", confirmed);

        assertThat(start(environment).waitFor()).isEqualTo(ServiceLauncher.MISCONFIGURED);
        assertThat(said())
                .last()
                .asString()
                .contains("ALPACA_LIVE_ACCOUNT must repeat the account's number, PA0000000001, for ALPACA_TRADING_URL"
                        + " https://api.alpaca.markets spends real money; was '" + confirmed + "'");
    }

    @Test
    void F30_credentialsOfAnotherAccountAreSaidAndNothingIsTradedForIt() throws Exception {
        HttpServer broker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> asked = new CopyOnWriteArrayList<>();
        broker.createContext("/", call -> {
            asked.add(call.getRequestMethod());
            byte[] account = ACCOUNT.getBytes(UTF_8);
            call.sendResponseHeaders(200, account.length);
            call.getResponseBody().write(account);
            call.close();
        });
        broker.start();
        Map<String, String> environment = environment();
        environment.put(
                "ALPACA_TRADING_URL", "http://127.0.0.1:" + broker.getAddress().getPort());

        Process process = start(environment);
        try {
            Await.until(
                    "the account's number",
                    Duration.ofSeconds(90),
                    () -> said().stream()
                            .anyMatch(line ->
                                    line.contains("ALPACA_ACCOUNT_NUMBER must be PA9, the number of the account the key"
                                            + " belongs to, was PA0000000001: no entries")));
            assertThat(process.isAlive()).isTrue();
            assertThat(asked).containsOnly("GET");
        } finally {
            broker.stop(0);
        }
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

    private List<String> said() {
        try {
            return Files.readAllLines(directory.resolve("output"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        environment.put("ALPACA_TRADING_URL", "http://127.0.0.1:1");
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
