package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.broker.AccountSpec;
import dev.opspipeline.sandbox.clock.StepServer;
import dev.opspipeline.sandbox.kafka.EmbeddedKafka;
import dev.opspipeline.sandbox.kafka.TopicPlan;
import dev.opspipeline.sandbox.kafka.TopicTap;
import dev.opspipeline.sandbox.market.Bar;
import dev.opspipeline.sandbox.market.BarsFile;
import dev.opspipeline.sandbox.market.GeneratedBars;
import dev.opspipeline.sandbox.market.MarketReplay;
import dev.opspipeline.sandbox.market.Seed;
import dev.opspipeline.sandbox.market.TradingCalendar;
import dev.opspipeline.sandbox.market.TradingSession;
import dev.opspipeline.sandbox.process.Fleet;
import dev.opspipeline.sandbox.process.ServiceSpec;
import dev.opspipeline.sandbox.store.ParameterStore;
import dev.opspipeline.sandbox.store.ParameterStoreHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One day: starts everything, plays it, stops everything, and has it audited. */
final class Day {

    private static final Clock WALL = Clock.systemUTC();

    private final DayOptions options;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    Day(DayOptions options) {
        this.options = options;
    }

    /** Plays the day; the exit status is the auditor's. */
    int play() throws Exception {
        TradingCalendar calendar = new TradingCalendar();
        MarketReplay market = market(calendar);
        checkTimes(market);
        ServicePlan.jar(options.root(), "simulation");
        Thread stopper = new Thread(this::stop, "stop");
        Runtime.getRuntime().addShutdownHook(stopper);
        try {
            return play(market, calendar);
        } finally {
            stop();
            removeHook(stopper);
        }
    }

    private static void removeHook(Thread stopper) {
        try {
            Runtime.getRuntime().removeShutdownHook(stopper);
        } catch (IllegalStateException e) {
            // Already shutting down: the hook has done what we did.
        }
    }

    private MarketReplay market(TradingCalendar calendar) {
        Seed seed = new Seed(options.seed());
        try {
            List<Bar> bars = options.bars() == null
                    ? GeneratedBars.of(options.date(), GeneratedBars.usualTickers(), calendar, seed)
                    : BarsFile.read(options.bars());
            return MarketReplay.of(options.date(), bars, calendar, seed);
        } catch (IllegalArgumentException e) {
            throw new CannotPlayException("--date " + options.date() + ": " + e.getMessage());
        }
    }

    private int play(MarketReplay market, TradingCalendar calendar) throws Exception {
        TradingSession session = market.session();
        Instant start = start(session);
        Instant end = end(session);
        Path logs = options.record().resolve("logs");
        Path kafkaFiles = Files.createTempDirectory("ops-pipeline-kafka");
        opened(() -> delete(kafkaFiles));

        PaperWorld[] worldSlot = new PaperWorld[1];
        DayRecord record =
                opened(new DayRecord(options.record(), () -> worldSlot[0] == null ? start : worldSlot[0].now()));
        PaperWorld world = opened(new PaperWorld(market, calendar, options.seed(), record.brokerJournal()));
        worldSlot[0] = world;
        if (!options.freeClock()) {
            world.advanceTo(start);
        }
        DayPrinter printer = new DayPrinter(System.out, world::now);

        System.out.printf(
                "Playing %s, %d tickers, %s to %s UTC%n",
                options.date(), market.tickers().size(), start, end);
        ParameterStore store = new ParameterStore(WALL);
        store.onVersion(version -> record.parameter(version, WALL.instant()));
        seed(store);
        ParameterStoreHttp storeHttp = opened(ParameterStoreHttp.start(store, 0));
        EmbeddedKafka kafka = opened(new EmbeddedKafka(kafkaFiles));
        List<NewTopic> topics = TopicPlan.topics(
                PaperWorld.ACCOUNTS.stream().map(AccountSpec::tier).toList());
        TopicPlan.create(kafka.bootstrapServers(), topics);
        TopicTap tap = opened(new TopicTap(
                kafka.bootstrapServers(), topics.stream().map(NewTopic::name).toList(), found -> {
                    record.topic(found);
                    printer.topic(found);
                }));
        System.out.printf(
                "Broker http://127.0.0.1:%d, parameter store http://127.0.0.1:%d, Kafka %s%n",
                world.port(), storeHttp.port(), kafka.bootstrapServers());

        PlayedDay played = options.freeClock()
                ? playFree(new FreeDay(options, world, start, end, printer), kafka, storeHttp, world, logs)
                : playStepped(
                        opened(new StepServer(world::now)), tap, start, end, printer, kafka, storeHttp, world, logs);
        world.close();
        tap.await(tap.last(), java.time.Duration.ofSeconds(1));
        tap.close();
        record.close();
        record.run(run(session, played));
        return audit(record.directory());
    }

    private PlayedDay playFree(
            FreeDay day, EmbeddedKafka kafka, ParameterStoreHttp store, PaperWorld world, Path logs) {
        world.advanceTo(day.firstStep());
        Map<String, ServiceSpec> services = services(day.clockSetting(), kafka, store, world);
        try (Fleet fleet = opened(fleet(logs, services))) {
            return day.play(fleet, services.keySet());
        }
    }

    private PlayedDay playStepped(
            StepServer server,
            TopicTap tap,
            Instant start,
            Instant end,
            DayPrinter printer,
            EmbeddedKafka kafka,
            ParameterStoreHttp store,
            PaperWorld world,
            Path logs)
            throws InterruptedException {
        Map<String, ServiceSpec> services = services(server.clockSetting(), kafka, store, world);
        try (Fleet fleet = opened(fleet(logs, services))) {
            return new SteppedDay(options, world, start, end, printer, server, tap).play(fleet, services.keySet());
        }
    }

    private static Fleet fleet(Path logs, Map<String, ServiceSpec> services) {
        return new Fleet(Path.of(System.getProperty("java.home"), "bin", "java"), logs, services);
    }

    /** What the play itself can say of the day. */
    record PlayedDay(double speed, Map<String, Long> heldMillis) {}

    private Map<String, ServiceSpec> services(
            String clock, EmbeddedKafka kafka, ParameterStoreHttp store, PaperWorld world) {
        return new ServicePlan(
                        options.root(),
                        clock,
                        kafka.bootstrapServers(),
                        store.port(),
                        world.port(),
                        world.market().tickers())
                .services();
    }

    private void checkTimes(MarketReplay market) {
        Instant start = start(market.session());
        Instant end = end(market.session());
        if (start.isBefore(market.now())) {
            throw new CannotPlayException(
                    "--from %s: a play begins at %s at the earliest".formatted(options.from(), newYork(market.now())));
        }
        if (!start.isBefore(end)) {
            throw new CannotPlayException("--from and --until: the play would begin at %s and end at %s"
                    .formatted(newYork(start), newYork(end)));
        }
        for (DayOptions.Kill kill : options.kills()) {
            Instant due = at(kill.at(), start);
            if (due.isBefore(start) || due.isAfter(end)) {
                throw new CannotPlayException("--kill %s@%s: the play goes from %s to %s"
                        .formatted(kill.service(), kill.at(), newYork(start), newYork(end)));
            }
        }
    }

    private Instant start(TradingSession session) {
        return at(options.from(), session.open().minusSeconds(60));
    }

    private Instant end(TradingSession session) {
        return at(options.until(), session.close().plusSeconds(60));
    }

    private static LocalTime newYork(Instant instant) {
        return instant.atZone(TradingCalendar.NEW_YORK).toLocalTime();
    }

    private Instant at(@Nullable LocalTime newYork, Instant otherwise) {
        return newYork == null
                ? otherwise
                : options.date()
                        .atTime(newYork)
                        .atZone(TradingCalendar.NEW_YORK)
                        .toInstant();
    }

    private void seed(ParameterStore store) {
        for (AccountSpec account : PaperWorld.ACCOUNTS) {
            String name = "dispatcher_config_" + account.tier();
            Path file = options.root().resolve("deploy/parameters/" + name + ".json");
            try {
                store.put("/ops-pipeline/" + name, Files.readString(file));
            } catch (IOException e) {
                throw new CannotPlayException("cannot read " + file);
            }
        }
        store.put("/ops-pipeline/kill_switch", "none");
    }

    private ObjectNode run(TradingSession session, PlayedDay played) {
        ObjectNode run = JsonMapper.shared().createObjectNode();
        run.put("date", options.date().toString());
        run.put("open", session.open().toString());
        run.put("close", session.close().toString());
        run.put("step_seconds", MarketReplay.STEP.toSeconds());
        run.put("clock", options.freeClock() ? "free" : "stepped");
        run.put("seed", options.seed());
        run.put("speed", Math.round(played.speed() * 10) / 10.0);
        ObjectNode held = run.putObject("held_ms");
        played.heldMillis().forEach(held::put);
        var tiers = run.putArray("tiers");
        for (AccountSpec account : PaperWorld.ACCOUNTS) {
            tiers.addObject()
                    .put("tier", account.tier())
                    .put("account_number", account.accountNumber())
                    .put("opening_equity", account.cash().toPlainString());
        }
        return run;
    }

    private int audit(Path record) throws IOException, InterruptedException {
        Path report = options.report() == null ? record.resolve("report.json") : options.report();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-jar",
                        ServicePlan.jar(options.root(), "simulation").toString(),
                        "--record",
                        record.toString(),
                        "--report",
                        report.toString())
                .inheritIO()
                .start()
                .waitFor();
    }

    private synchronized <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    private synchronized void stop() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                System.err.println("./run: something did not stop cleanly: " + e);
            }
        }
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }
}
