package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.broker.AccountSpec;
import dev.opspipeline.sandbox.clock.StepServer;
import dev.opspipeline.sandbox.kafka.TopicPlan;
import dev.opspipeline.sandbox.kafka.TopicTap;
import dev.opspipeline.sandbox.market.MarketReplay;
import dev.opspipeline.sandbox.process.Fleet;
import dev.opspipeline.sandbox.process.ServiceSpec;
import dev.opspipeline.sandbox.view.DayBoard;
import dev.opspipeline.sandbox.view.PlainLines;
import dev.opspipeline.sandbox.view.Stage;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Plays one day: starts everything, plays it, has it audited, and stops everything. */
final class DayPlay implements AutoCloseable {

    private final Day day;
    private final DayOptions options;
    private final PrintStream out;
    private final Opened opened = new Opened();
    private final DayRecord record;
    private final PaperWorld world;
    private final Surroundings surroundings;
    private final DayBoard board;
    private final TopicTap tap;
    private final SignsOfLife signs = new SignsOfLife();

    /** Starts all that the services need, and none of them. */
    DayPlay(Day day, Showing showing, PrintStream out) throws IOException {
        this.day = day;
        this.options = day.options();
        this.out = out;
        boolean whole = false;
        try {
            PaperWorld[] late = new PaperWorld[1];
            record = opened.add(new DayRecord(options.record(), () -> late[0] == null ? day.start() : late[0].now()));
            world = opened.add(new PaperWorld(
                    options.accounts(),
                    day.market(),
                    day.calendar(),
                    options.seed(),
                    record.brokerJournal(),
                    options.elsewhere() == null ? "127.0.0.1" : "0.0.0.0",
                    options.port(0)));
            late[0] = world;
            if (!options.freeClock()) {
                world.advanceTo(day.start());
            }
            surroundings = Surroundings.of(options, world.market().tickers(), record, opened);
            LimitEdit edit = options.elsewhere() == null
                    ? LimitEdit.of(options, surroundings.storePort())
                    : new LimitEdit(List.of());
            board = opened.add(new DayBoard(
                    new Stage(options.tiers(), day.start(), day.end()),
                    world::now,
                    tier -> Optional.of(world.figures(tier)),
                    showing.display(edit.lines())));
            tap = opened.add(tap());
            announce(edit);
            whole = true;
        } finally {
            if (!whole) {
                opened.close();
            }
        }
    }

    private TopicTap tap() {
        List<NewTopic> topics = TopicPlan.topics(options.tiers());
        try {
            TopicPlan.create(surroundings.kafka(), topics);
        } catch (IllegalStateException e) {
            throw new CannotPlayException(e.getMessage() + ": a day needs a Kafka without another one's topics");
        }
        List<String> names = topics.stream().map(NewTopic::name).toList();
        return new TopicTap(surroundings.kafka(), names, found -> {
            record.topic(found);
            board.topic(found.topic(), found.value());
            signs.topic(found);
        });
    }

    private void announce(LimitEdit edit) {
        out.printf(
                "Playing %s, %d tickers, seed %d, accounts %s%n",
                options.date(), world.market().tickers().size(), options.seed(), String.join(", ", options.tiers()));
        out.printf(
                "  broker           http://127.0.0.1:%d%n  parameter store  %s%n  Kafka            %s%n",
                world.port(), surroundings.store(), surroundings.kafka());
        out.println("  record and logs  " + options.record());
        edit.lines().forEach(line -> out.println("  " + line));
    }

    /** Plays the day to its end; with {@code --keep-running}, until somebody ends it. */
    Day.Outcome play() throws IOException, InterruptedException {
        return options.freeClock() ? playFree() : playStepped();
    }

    /** What the play itself can say of the day. */
    record Played(double speed, Map<String, Long> heldMillis) {}

    private Day.Outcome playFree() throws IOException, InterruptedException {
        FreeDay free = new FreeDay(options, world, day.start(), day.end(), board);
        world.advanceTo(free.firstStep());
        Map<String, ServiceSpec> services = services(free.clockSetting());
        Played played;
        try (Fleet fleet = opened.add(fleet(services))) {
            played = free.play(fleet, services.keySet());
        }
        return over(played);
    }

    private Day.Outcome playStepped() throws IOException, InterruptedException {
        StepServer server = opened.add(stepServer());
        Map<String, ServiceSpec> services = options.elsewhere() == null ? services(server.clockSetting()) : Map.of();
        options.leftOut().invite(services, options.record()).forEach(line -> out.println("  " + line));
        Played played;
        try (Fleet fleet = opened.add(fleet(services))) {
            SteppedDay stepped = new SteppedDay(options, world, day.start(), day.end(), board, server, tap, signs);
            played = stepped.play(fleet, ServicePlan.names(options.accounts()));
            if (options.keepRunning()) {
                Day.Outcome outcome = over(played);
                out.println("Everything keeps running, at the pace of a real market, until Ctrl-C.");
                stepped.goOn(fleet, opened::isClosed);
                return outcome;
            }
        }
        return over(played);
    }

    /** Services on other machines reach it at the port after the broker's. */
    private StepServer stepServer() {
        return options.elsewhere() == null
                ? new StepServer(world::now)
                : new StepServer(world::now, new InetSocketAddress(0).getAddress(), options.port(1));
    }

    private Fleet fleet(Map<String, ServiceSpec> services) {
        return new Fleet(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                options.record().resolve("logs"),
                services);
    }

    private Map<String, ServiceSpec> services(String clock) {
        return ServicePlan.atSandbox(
                        options.root(),
                        options.accounts(),
                        clock,
                        surroundings.kafka(),
                        surroundings.storePort(),
                        world.port())
                .services();
    }

    /** Closes the record, has it audited, and says what came of it. */
    private Day.Outcome over(Played played) throws IOException, InterruptedException {
        tap.await(tap.last(), Duration.ofSeconds(1));
        board.showOn(new PlainLines(out));
        world.finishJournal();
        record.close();
        record.run(run(played));
        out.println("The day is over. The auditor reads its record ...");
        Audit audit = new Audit(options);
        int status = audit.run();
        JsonNode report = audit.report();
        if (!report.isMissingNode()) {
            Ending.lines(options, report).forEach(out::println);
        }
        return new Day.Outcome(status, report);
    }

    private ObjectNode run(Played played) {
        ObjectNode run = JsonMapper.shared().createObjectNode();
        run.put("date", options.date().toString());
        run.put("open", day.session().open().toString());
        run.put("close", day.session().close().toString());
        run.put("step_seconds", MarketReplay.STEP.toSeconds());
        run.put("clock", options.freeClock() ? "free" : "stepped");
        run.put("seed", options.seed());
        run.put("speed", Math.round(played.speed() * 10) / 10.0);
        ObjectNode held = run.putObject("held_ms");
        played.heldMillis().forEach(held::put);
        var tiers = run.putArray("tiers");
        for (AccountSpec account : options.accounts()) {
            tiers.addObject()
                    .put("tier", account.tier())
                    .put("account_number", account.accountNumber())
                    .put("opening_equity", account.cash().toPlainString());
        }
        return run;
    }

    @Override
    public void close() {
        // The terminal first: the services take seconds.
        board.close();
        opened.close();
    }
}
