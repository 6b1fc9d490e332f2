package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.broker.AccountSpec;
import dev.opspipeline.sandbox.market.GeneratedBars;
import dev.opspipeline.sandbox.market.MarketReplay;
import dev.opspipeline.sandbox.market.Seed;
import dev.opspipeline.sandbox.market.TradingCalendar;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./run stand-in}: a paper broker at an address of its own, on the real clock, to try {@code ./run --paper} without Alpaca. */
@Command(
        name = "stand-in",
        mixinStandardHelpOptions = true,
        description = "Serves one paper account the way Alpaca does, on the real clock with generated prices, so that"
                + " ./run --paper can be tried without an account there. Ends with Ctrl-C.")
final class StandIn implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--tier", paramLabel = "TIER", defaultValue = "tiny", description = "whose account (default: tiny)")
    private String tier = "";

    @Option(names = "--port", paramLabel = "N", defaultValue = "0", description = "the broker's port (default: any)")
    private int port;

    @Override
    public Integer call() throws Exception {
        Ports.check(port, 1);
        AccountSpec account = account();
        TradingCalendar calendar = new TradingCalendar();
        Clock wall = Clock.systemUTC();
        Seed seed = new Seed(1);
        var date = calendar.nextToClose(wall.instant()).date();
        MarketReplay market = MarketReplay.of(
                date, GeneratedBars.of(date, GeneratedBars.usualTickers(), calendar, seed), calendar, seed);
        Path files = Files.createTempDirectory("ops-pipeline-stand-in");
        System.setProperty("sandbox.log", files.resolve("sandbox.log").toString());
        Path journal = files.resolve("broker.jsonl");
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(ended::countDown, "stop"));
        try (PaperWorld world = new PaperWorld(List.of(account), market, calendar, 1, journal, "127.0.0.1", port)) {
            announce(account, world.port());
            do {
                Instant now = wall.instant();
                // Before that hour its clock stands still: the market is closed either way.
                if (now.isAfter(world.now())) {
                    world.advanceTo(now);
                }
            } while (!ended.await(1, TimeUnit.SECONDS));
        }
        Opened.delete(files);
        return 0;
    }

    private AccountSpec account() {
        try {
            return Accounts.of(List.of(tier)).getFirst();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "--tier: " + e.getMessage());
        }
    }

    private void announce(AccountSpec account, int served) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        String broker = "127.0.0.1:" + served;
        out.println("A stand-in for Alpaca, with generated prices. To trade there, paste into another terminal:");
        out.printf("export APCA_API_KEY_ID=%s APCA_API_SECRET_KEY=%s \\%n", account.keyId(), account.secretKey());
        out.printf(" ALPACA_TRADING_URL=http://%s ALPACA_DATA_URL=http://%s \\%n", broker, broker);
        out.printf(" ALPACA_TRADING_STREAM_URL=ws://%s/stream ALPACA_DATA_STREAM_URL=ws://%s%n", broker, broker);
        out.printf("./run --paper --tiers %s%n", account.tier());
        out.flush();
    }
}
