package dev.opspipeline.positionmanager;

import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.alpaca.AlpacaActivities;
import dev.opspipeline.adapters.alpaca.AlpacaBroker;
import dev.opspipeline.adapters.alpaca.AlpacaConnection;
import dev.opspipeline.adapters.alpaca.AlpacaOptionMarket;
import dev.opspipeline.adapters.alpaca.AlpacaProperties;
import dev.opspipeline.adapters.runtime.EventLoop;
import dev.opspipeline.adapters.runtime.Inlet;
import dev.opspipeline.adapters.runtime.ServiceRuntime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.StandardEnvironment;

/** Runs one operator's order from the command line: the broker's credentials are all it needs. */
final class OperatorService {

    private static final int DONE = 0;
    private static final int NOT_YET = 1;
    private static final int NOT_UNDERSTOOD = 2;
    private static final Duration STEP = Duration.ofSeconds(1);

    private OperatorService() {}

    /** Returns the process's exit code. */
    static int run(String[] arguments, Map<String, String> environment, PrintStream out) {
        quietLogs();
        try {
            OperatorOrder order = OperatorOrder.parse(arguments);
            return carryOut(order, environment, out);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            out.println();
            out.print(OperatorOrder.USAGE);
            return NOT_UNDERSTOOD;
        }
    }

    private static int carryOut(OperatorOrder order, Map<String, String> environment, PrintStream out) {
        String clockSetting = environment.getOrDefault("MARKET_CLOCK", "wall");
        EventLoop loop = ServiceRuntime.loop(clockSetting, "operator");
        Inlet timers = loop.localInlet("clock");
        Inlet results = loop.localInlet("results");
        CountDownLatch done = new CountDownLatch(1);
        try (AlpacaConnection alpaca = new AlpacaConnection(
                        alpaca(environment).settings("operator", "command-line"), new SimpleMeterRegistry());
                ServiceRuntime runtime = new ServiceRuntime(clockSetting, "operator", "command-line", loop, timers)) {
            BrokerAccess access = new BrokerAccess(
                    new AlpacaBroker(alpaca, runtime.clock()::now),
                    new AlpacaActivities(alpaca),
                    new AlpacaOptionMarket(alpaca, runtime.clock()::now));
            Reply<AccountSnapshot> account = access.broker().account();
            Optional<OperatorProblem> refused = OperatorProblem.of(account);
            if (refused.isPresent()) {
                return say(refused.get(), out);
            }
            if (account instanceof Reply.Unavailable<AccountSnapshot>(String why)) {
                out.println("! the broker does not answer, trying on: " + why);
            }
            Tier tier = tier(environment, access, runtime);
            OperatorDesk desk = new OperatorDesk(order, tier, access, runtime.clock(), results::post, out);
            runtime.start();
            runtime.clock().every(STEP, () -> {
                if (desk.isDone() || desk.problem().isPresent()) {
                    done.countDown();
                }
            });
            boolean inTime = done.await(order.patience().toMillis(), TimeUnit.MILLISECONDS);
            Optional<OperatorProblem> problem = desk.problem();
            if (problem.isPresent()) {
                return say(problem.get(), out);
            }
            out.println(inTime ? "Done." : "Not done yet: what was sent goes on, and a running service takes it over.");
            return inTime ? DONE : NOT_YET;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOT_YET;
        }
    }

    private static int say(OperatorProblem problem, PrintStream out) {
        out.println(problem.line());
        return problem.later() ? NOT_YET : NOT_UNDERSTOOD;
    }

    private static Tier tier(Map<String, String> environment, BrokerAccess access, ServiceRuntime runtime) {
        String given = environment.get("ACCOUNT_TIER");
        if (given != null) {
            return Tier.ofId(given)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "ACCOUNT_TIER must be tiny, small, medium or large, was '" + given + "'"));
        }
        return OperatorDesk.tierOf(access, runtime.clock().now())
                .orElseThrow(() -> new IllegalArgumentException(
                        "ACCOUNT_TIER must be set: the account's orders do not tell it, or could not be read"));
    }

    private static AlpacaProperties alpaca(Map<String, String> environment) {
        return new AlpacaProperties(
                required(environment, "APCA_API_KEY_ID"),
                required(environment, "APCA_API_SECRET_KEY"),
                required(environment, "ALPACA_ACCOUNT_NUMBER"),
                URI.create(environment.getOrDefault("ALPACA_TRADING_URL", "https://paper-api.alpaca.markets")),
                URI.create(environment.getOrDefault("ALPACA_DATA_URL", "https://data.alpaca.markets")),
                URI.create(
                        environment.getOrDefault("ALPACA_TRADING_STREAM_URL", "wss://paper-api.alpaca.markets/stream")),
                URI.create(environment.getOrDefault("ALPACA_DATA_STREAM_URL", "wss://stream.data.alpaca.markets")),
                environment.getOrDefault("ALPACA_STOCK_FEED", "iex"),
                environment.getOrDefault("ALPACA_OPTIONS_FEED", "indicative"));
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " must be set");
        }
        return value;
    }

    private static void quietLogs() {
        LoggingSystem logging = LoggingSystem.get(OperatorService.class.getClassLoader());
        logging.beforeInitialize();
        logging.initialize(new LoggingInitializationContext(new StandardEnvironment()), null, null);
        logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
    }
}
