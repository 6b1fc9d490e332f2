package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.broker.AccountSpec;
import dev.opspipeline.sandbox.process.ServiceSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which services a day needs, and what each is told: addresses and credentials, as in production, by environment alone. */
final class ServicePlan {

    /** What the services say they are until another revision is deployed. */
    static final String FIRST_REVISION = "r1";

    private final Path root;
    private final List<AccountSpec> accounts;
    private final Map<String, String> shared;

    private ServicePlan(Path root, List<AccountSpec> accounts, Map<String, String> shared) {
        this.root = root;
        this.accounts = accounts;
        this.shared = shared;
    }

    /** Services that play against the broker of this machine. */
    static ServicePlan atSandbox(
            Path root, List<AccountSpec> accounts, String marketClock, String kafka, int storePort, int brokerPort) {
        Map<String, String> shared = shared(kafka, storePort);
        String broker = "127.0.0.1:" + brokerPort;
        shared.put("MARKET_CLOCK", marketClock);
        shared.put("REVISION", FIRST_REVISION);
        shared.put("ALPACA_TRADING_URL", "http://" + broker);
        shared.put("ALPACA_DATA_URL", "http://" + broker);
        shared.put("ALPACA_TRADING_STREAM_URL", "ws://" + broker + "/stream");
        shared.put("ALPACA_DATA_STREAM_URL", "ws://" + broker);
        return new ServicePlan(root, accounts, shared);
    }

    /**
     * Services that trade at a real broker, on the machine's clock.
     *
     * @param addresses of the broker, where they are not the services' own
     */
    static ServicePlan atBroker(
            Path root, AccountSpec account, String kafka, int storePort, Map<String, String> addresses) {
        Map<String, String> shared = shared(kafka, storePort);
        shared.put("MARKET_CLOCK", "wall");
        shared.putAll(addresses);
        return new ServicePlan(root, List.of(account), shared);
    }

    private static Map<String, String> shared(String kafka, int storePort) {
        return new HashMap<>(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                kafka,
                "AWS_REGION",
                "us-west-2",
                "AWS_ACCESS_KEY_ID",
                "sandbox",
                "AWS_SECRET_ACCESS_KEY",
                "sandbox",
                "AWS_ENDPOINT_URL_SSM",
                "http://127.0.0.1:" + storePort));
    }

    /** The names of all services these accounts need, in the order in which they are started. */
    static List<String> names(List<AccountSpec> accounts) {
        List<String> names = new ArrayList<>();
        accounts.forEach(account -> names.add("position-manager-" + account.tier()));
        accounts.forEach(account -> names.add("dispatcher-" + account.tier()));
        names.add("signal-engine");
        return names;
    }

    /** By name, in the order in which they are started. */
    Map<String, ServiceSpec> services() {
        Map<String, ServiceSpec> services = new LinkedHashMap<>();
        for (String name : names(accounts)) {
            AccountSpec account = accounts.stream()
                    .filter(candidate -> name.endsWith("-" + candidate.tier()))
                    .findFirst()
                    .orElse(accounts.getFirst());
            services.put(name, service(name, account));
        }
        return services;
    }

    private ServiceSpec service(String name, AccountSpec account) {
        Map<String, String> environment = new HashMap<>(shared);
        environment.put("APCA_API_KEY_ID", account.keyId());
        environment.put("APCA_API_SECRET_KEY", account.secretKey());
        environment.put("ALPACA_ACCOUNT_NUMBER", account.accountNumber());
        String suffix = "-" + account.tier();
        if (!name.endsWith(suffix)) {
            return new ServiceSpec(name, jar(root, name), environment);
        }
        environment.put("ACCOUNT_TIER", account.tier());
        return new ServiceSpec(name, jar(root, name.substring(0, name.length() - suffix.length())), environment);
    }

    /** A module's runnable jar, with what it needs in {@code lib} beside it; throws {@link CannotPlayException} when it is not built. */
    static Path jar(Path root, String module) {
        Path jar = jarPath(root, module);
        if (!Files.exists(jar)) {
            throw new CannotPlayException(module + " is not built: run ./mvnw package, or start with ./run");
        }
        return jar;
    }

    /** Where a checkout has a module's runnable jar once it is built. */
    static Path jarPath(Path root, String module) {
        return root.resolve(module).resolve("target").resolve(module + ".jar");
    }
}
