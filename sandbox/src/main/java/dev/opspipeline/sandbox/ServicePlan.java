package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.broker.AccountSpec;
import dev.opspipeline.sandbox.process.ServiceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which services a day needs, and what each is told: addresses and credentials, as in production, by environment alone. */
final class ServicePlan {

    private final Path root;
    private final Map<String, String> shared;

    ServicePlan(Path root, String marketClock, String kafka, int storePort, int brokerPort, List<String> tickers) {
        this.root = root;
        String broker = "127.0.0.1:" + brokerPort;
        shared = new HashMap<>(Map.of(
                "MARKET_CLOCK",
                marketClock,
                "KAFKA_BOOTSTRAP_SERVERS",
                kafka,
                "AWS_REGION",
                "us-west-2",
                "AWS_ACCESS_KEY_ID",
                "sandbox",
                "AWS_SECRET_ACCESS_KEY",
                "sandbox",
                "AWS_ENDPOINT_URL_SSM",
                "http://127.0.0.1:" + storePort,
                "ALPACA_TRADING_URL",
                "http://" + broker,
                "ALPACA_DATA_URL",
                "http://" + broker,
                "ALPACA_TRADING_STREAM_URL",
                "ws://" + broker + "/stream",
                "ALPACA_DATA_STREAM_URL",
                "ws://" + broker));
        shared.put("TICKERS", String.join(",", tickers));
    }

    /** By name, in the order in which they are started. */
    Map<String, ServiceSpec> services() {
        List<ServiceSpec> specs = new ArrayList<>();
        for (AccountSpec account : PaperWorld.ACCOUNTS) {
            specs.add(service("position-manager", account, "-" + account.tier()));
        }
        for (AccountSpec account : PaperWorld.ACCOUNTS) {
            specs.add(service("dispatcher", account, "-" + account.tier()));
        }
        specs.add(service("signal-engine", PaperWorld.ACCOUNTS.getFirst(), ""));
        Map<String, ServiceSpec> byName = new LinkedHashMap<>();
        specs.forEach(spec -> byName.put(spec.name(), spec));
        return byName;
    }

    private ServiceSpec service(String module, AccountSpec account, String suffix) {
        Map<String, String> environment = new HashMap<>(shared);
        if (!suffix.isEmpty()) {
            environment.put("ACCOUNT_TIER", account.tier());
        }
        environment.put("APCA_API_KEY_ID", account.keyId());
        environment.put("APCA_API_SECRET_KEY", account.secretKey());
        environment.put("ALPACA_ACCOUNT_NUMBER", account.accountNumber());
        return new ServiceSpec(module + suffix, jar(root, module), environment);
    }

    /** A module's runnable jar; throws {@link CannotPlayException} when it is not built. */
    static Path jar(Path root, String module) {
        Path target = root.resolve(module).resolve("target");
        if (Files.isDirectory(target)) {
            try (Stream<Path> files = Files.list(target)) {
                return files.filter(file -> file.getFileName().toString().endsWith("-exec.jar"))
                        .findFirst()
                        .orElseThrow(() -> notBuilt(module));
            } catch (IOException e) {
                throw notBuilt(module);
            }
        }
        throw notBuilt(module);
    }

    private static CannotPlayException notBuilt(String module) {
        return new CannotPlayException(module + " is not built: run ./mvnw package, or start with ./run");
    }
}
