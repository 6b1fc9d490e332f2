package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.broker.AccountSpec;
import dev.opspipeline.sandbox.kafka.EmbeddedKafka;
import dev.opspipeline.sandbox.kafka.TopicPlan;
import dev.opspipeline.sandbox.kafka.TopicTap;
import dev.opspipeline.sandbox.market.GeneratedBars;
import dev.opspipeline.sandbox.process.Fleet;
import dev.opspipeline.sandbox.process.ServiceSpec;
import dev.opspipeline.sandbox.store.ParameterStore;
import dev.opspipeline.sandbox.store.ParameterStoreHttp;
import dev.opspipeline.sandbox.view.AccountFigures;
import dev.opspipeline.sandbox.view.DayBoard;
import dev.opspipeline.sandbox.view.Stage;
import dev.opspipeline.sandbox.view.Words;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/**
 * Trades one account at a real broker, on the real clock, until somebody ends it. Kafka and the parameter store are still on this
 * machine; the broker is not, and nobody audits it but the broker.
 */
final class PaperSession {

    private static final Clock WALL = Clock.systemUTC();
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Duration SHORT_LOOK = Duration.ofMillis(250);
    private static final int START_UP_LOOKS = 240;

    private final DayOptions options;
    private final RealAccount account;
    private final RealBroker broker;
    private final Showing showing;
    private final PrintStream out;
    private final Opened opened = new Opened();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable AccountFigures figures;
    private RealBroker.@Nullable Hours hours;

    /** @param options whose single account is the tier to trade as */
    PaperSession(DayOptions options, RealAccount account, Showing showing, PrintStream out) {
        this.options = options;
        this.account = account;
        this.broker = new RealBroker(account);
        this.showing = showing;
        this.out = out;
    }

    /** Connects, says what it found, and trades until the process is told to end. */
    int play() throws IOException, InterruptedException {
        RealBroker.Standing standing = broker.standing();
        introduce(standing);
        requireOurs(standing);
        String tier = tier(standing);
        Thread main = Thread.currentThread();
        Thread stopper = new Thread(() -> stop(main), "stop");
        Runtime.getRuntime().addShutdownHook(stopper);
        try (opened) {
            return trade(tier, standing);
        }
    }

    private void introduce(RealBroker.Standing standing) {
        out.printf("Connected to %s, %s%n", account.tradingUrl(), account.live() ? "REAL MONEY" : "paper trading");
        out.printf("  account              %s (%s)%n", standing.number(), standing.status());
        out.printf("  equity               %s%n", Words.money(standing.equity()));
        out.printf("  options buying power %s%n", Words.money(standing.optionsBuyingPower()));
        out.printf(
                "  options level        %d%s%n",
                standing.optionsLevel(), standing.optionsLevel() < 2 ? " (2 is needed to buy calls and puts)" : "");
    }

    private void requireOurs(RealBroker.Standing standing) {
        String number = account.number();
        if (number != null && !number.equals(standing.number())) {
            throw new CannotPlayException("the keys belong to account %s, not to %s: nothing was started"
                    .formatted(standing.number(), number));
        }
    }

    private String tier(RealBroker.Standing standing) {
        String band = Accounts.bandOf(standing.equity());
        if (options.accounts().size() != 1) {
            throw new CannotPlayException(
                    "say as which account size to trade with --tiers: an equity of %s is that of %s, so --tiers %s"
                            .formatted(Words.money(standing.equity()), band, band));
        }
        String tier = options.tiers().getFirst();
        if (!tier.equals(band)) {
            out.printf(
                    "  note: trading as %s, though an equity of %s is that of %s%n",
                    tier, Words.money(standing.equity()), band);
        }
        return tier;
    }

    private int trade(String tier, RealBroker.Standing standing) throws IOException, InterruptedException {
        Path kafkaFiles = Files.createTempDirectory("ops-pipeline-kafka");
        opened.add(() -> Opened.delete(kafkaFiles));
        DayRecord record = opened.add(new DayRecord(options.record(), WALL::instant));
        ParameterStore parameters = new ParameterStore(WALL);
        parameters.onVersion(version -> record.parameter(version, WALL.instant()));
        FirstParameters.of(options.root(), options.tiers(), tickers()).forEach(parameters::put);
        ParameterStoreHttp store = opened.add(ParameterStoreHttp.start(parameters, options.port(1)));
        EmbeddedKafka kafka = opened.add(new EmbeddedKafka(kafkaFiles, options.port(2)));
        LimitEdit edit = LimitEdit.of(options, store.port());
        DayBoard board = opened.add(new DayBoard(
                new Stage(List.of(tier), WALL.instant(), null),
                WALL::instant,
                ignored -> Optional.ofNullable(figures),
                showing.display(edit.lines())));
        List<NewTopic> topics = TopicPlan.topics(List.of(tier));
        TopicPlan.create(kafka.bootstrapServers(), topics);
        opened.add(new TopicTap(
                kafka.bootstrapServers(), topics.stream().map(NewTopic::name).toList(), found -> {
                    record.topic(found);
                    board.topic(found.topic(), found.value());
                }));
        out.printf("  limits               %s%n", LimitDocuments.file(options.root(), tier));
        out.printf("  parameter store      http://127.0.0.1:%d%n", store.port());
        out.printf("  record and logs      %s%n", options.record());
        edit.lines().forEach(line -> out.println("  " + line));
        out.println("Ctrl-C ends it. Positions stay at the broker then, with nobody to close them.");
        AccountSpec spec =
                new AccountSpec(tier, account.keyId(), account.secret(), standing.number(), standing.equity());
        Fleet fleet = opened.add(fleet(spec, kafka, store));
        fleet.services().forEach(fleet::start);
        awaitStartUp(fleet.log("dispatcher-" + tier + "-1"));
        board.begins();
        watch(fleet, board);
        board.close();
        out.println("Stopping ...");
        leave();
        return 0;
    }

    private Fleet fleet(AccountSpec spec, EmbeddedKafka kafka, ParameterStoreHttp store) {
        Map<String, ServiceSpec> services = ServicePlan.atBroker(
                        options.root(), spec, kafka.bootstrapServers(), store.port(), account.passedOn())
                .services();
        return new Fleet(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                options.record().resolve("logs"),
                services);
    }

    /** Shows what the dispatcher says of the account and its limits, for as long as it takes, within reason. */
    private void awaitStartUp(Path log) throws InterruptedException {
        for (int look = 0; look < START_UP_LOOKS && !StartUpWords.isComplete(log); look++) {
            if (ended.await(SHORT_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        StartUpWords.all(log).forEach(line -> out.println("  " + line));
    }

    private List<String> tickers() {
        return options.tickers().isEmpty() ? GeneratedBars.usualTickers() : options.tickers();
    }

    /** Looks at the account, the market's hours and the services every few seconds, until somebody ends it. */
    private void watch(Fleet fleet, DayBoard board) throws InterruptedException {
        do {
            look(board);
            board.advanced(1);
            if (ended.getCount() > 0) {
                fleet.restartExited().forEach(board::say);
            }
        } while (!ended.await(LOOK.toSeconds(), TimeUnit.SECONDS));
    }

    private void look(DayBoard board) {
        try {
            figures = broker.figures();
            RealBroker.Hours now = broker.hours();
            if (hours == null || hours.open() != now.open()) {
                board.say(said(now));
            }
            hours = now;
        } catch (CannotPlayException e) {
            // Shown as unknown; the services look for themselves and close no entries on our word.
            if (figures != null) {
                board.say(String.valueOf(e.getMessage()));
            }
            figures = null;
        }
    }

    private static String said(RealBroker.Hours hours) {
        Instant next = hours.open() ? hours.nextClose() : hours.nextOpen();
        String until = next == null ? "" : " until " + Words.date(next);
        return "the market is %s%s".formatted(hours.open() ? "open" : "closed, so nothing is entered,", until);
    }

    private void leave() {
        AccountFigures last = figures;
        out.println();
        if (last == null) {
            out.println(" The broker could not be asked: look at its own page for what is held.");
        } else {
            out.printf(" equity %s, today %s%n", Words.money(last.equity()), Words.profit(last.profit()));
            if (last.positions() > 0) {
                out.printf(
                        " Still open at the broker: %d. Nothing here closes a position while it is not%n"
                                + " running: start it again the same way, or close it at the broker.%n",
                        last.positions());
            }
        }
        out.println(" Decisions, in words: ./run why %s --record %s"
                .formatted(options.tiers().getFirst(), options.record()));
    }

    private void stop(Thread main) {
        ended.countDown();
        try {
            main.join(Duration.ofSeconds(40));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
