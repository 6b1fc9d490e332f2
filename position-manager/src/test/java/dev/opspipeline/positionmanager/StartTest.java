package dev.opspipeline.positionmanager;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.opspipeline.adapters.runtime.ServiceLauncher;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The process as whoever starts it with wrong settings sees it. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StartTest {

    private static final String ACCOUNT = """
            {"account_number": "PA9", "status": "ACTIVE", "equity": "1804", "last_equity": "1804",
             "options_buying_power": "1804", "options_trading_level": 2, "trading_blocked": false,
             "account_blocked": false, "trade_suspended_by_user": false}
            """;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void leavesNoneBehind() {
        started.forEach(Process::destroyForcibly);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            variable              | value | said
            ACCOUNT_TIER          |       | ACCOUNT_TIER must be set to tiny, small, medium or large
            ACCOUNT_TIER          | ''    | ACCOUNT_TIER must be set to tiny, small, medium or large
            ACCOUNT_TIER          | huge  | ACCOUNT_TIER must be one of tiny, small, medium, large, was 'huge'
            APCA_API_KEY_ID       | ''    | APCA_API_KEY_ID must be set
            APCA_API_SECRET_KEY   |       | APCA_API_SECRET_KEY must be set
            ALPACA_ACCOUNT_NUMBER |       | ALPACA_ACCOUNT_NUMBER must be set to the number of the account the key belongs to
            """)
    void F53_aWrongSettingIsOneLineThatNamesItAndTheStatusOfAWrongConfiguration(
            String variable, @Nullable String value, String said) throws Exception {
        Map<String, String> environment = environment("http://127.0.0.1:1");
        if (value == null) {
            environment.remove(variable);
        } else {
            environment.put(variable, value);
        }
        Process process = start(environment);

        List<String> output = process.inputReader(UTF_8).lines().toList();

        assertThat(process.waitFor()).isEqualTo(ServiceLauncher.MISCONFIGURED);
        assertThat(output.stream().filter(line -> line.contains(" ERROR ")))
                .singleElement()
                .asString()
                .endsWith("problem=" + said);
    }

    @Test
    void F30_credentialsOfAnotherAccountAreSaidAndNothingIsSentForIt() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer broker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        broker.createContext("/", call -> {
            asked.add(call.getRequestMethod());
            byte[] answer = (call.getRequestURI().getPath().endsWith("/account") ? ACCOUNT : "[]").getBytes(UTF_8);
            call.sendResponseHeaders(200, answer.length);
            call.getResponseBody().write(answer);
            call.close();
        });
        broker.start();
        Process process =
                start(environment("http://127.0.0.1:" + broker.getAddress().getPort()));
        try (BufferedReader output = process.inputReader(UTF_8)) {
            assertThat(output.lines()
                            .filter(line -> line.contains("Not our account"))
                            .findFirst())
                    .hasValueSatisfying(line -> assertThat(line)
                            .contains("ALPACA_ACCOUNT_NUMBER must be PA9, the number of the account the key belongs to,"
                                    + " was PA0000000001"));
            assertThat(asked).containsOnly("GET");
        } finally {
            broker.stop(0);
        }
    }

    private Process start(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx192m",
                "-cp",
                System.getProperty("java.class.path"),
                PositionManagerApplication.class.getName());
        builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG"));
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        started.add(process);
        return process;
    }

    private static Map<String, String> environment(String broker) {
        Map<String, String> environment = new HashMap<>();
        environment.put("ACCOUNT_TIER", "tiny");
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
        environment.put("APCA_API_KEY_ID", "key-of-a-test");
        environment.put("APCA_API_SECRET_KEY", "secret-of-a-test");
        environment.put("ALPACA_ACCOUNT_NUMBER", "PA0000000001");
        environment.put("ALPACA_TRADING_URL", broker);
        environment.put("ALPACA_DATA_URL", broker);
        environment.put("ALPACA_TRADING_STREAM_URL", "ws://127.0.0.1:1/stream");
        environment.put("ALPACA_DATA_STREAM_URL", "ws://127.0.0.1:1");
        return environment;
    }
}
