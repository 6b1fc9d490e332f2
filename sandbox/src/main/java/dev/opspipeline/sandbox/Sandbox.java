package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.broker.AccountSpec;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./run}: plays trading days through the real services and has them audited. */
@Command(
        name = "./run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {Why.class, StandIn.class},
        description = "Plays a trading day through the real services, each a process of its own, against a broker, a"
                + " parameter store and a Kafka on this machine, and has an independent auditor judge it.",
        footer = {
            "",
            "Exit status: 0 the day was played and broke no limit; 1 it could not be played; 2 the options are wrong;"
                    + " 3 the auditor found violations."
        })
public final class Sandbox implements Callable<Integer> {

    private static final LocalDate GENERATED_DATE = LocalDate.of(2026, 4, 10);

    /** A generated day then lasts about three minutes. */
    static final double USUAL_SPEED = 150;

    /** Where a record goes, under the project's root. */
    static final String USUAL_RECORD = ".run/day";

    static final int FAILED = 1;
    static final int MISUSED = 2;

    private static final int MOST_DAYS = 250;
    private static final Pattern SYMBOL = Pattern.compile("[A-Z][A-Z.]{0,5}");

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--bars",
            paramLabel = "FILE",
            description = "one-minute bars, csv or csv.gz: symbol,time,open,high,low,close,volume; time is the bar's"
                    + " start in UTC; earlier days warm up (default: a generated day)")
    private @Nullable Path bars;

    @Option(
            names = "--date",
            paramLabel = "YYYY-MM-DD",
            description = "the day to play; needed with --bars (default for a generated day: 2026-04-10)")
    private @Nullable LocalDate date;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "1",
            description = "play N trading days, one after another; accounts open with what they closed with")
    private int days;

    @Option(
            names = "--tiers",
            paramLabel = "TIER",
            split = ",",
            description = "whose accounts play, of tiny, small, medium and large (default: tiny,large)")
    private List<String> tiers = Accounts.USUAL_TIERS;

    @Mixin
    private PaperOptions real = new PaperOptions();

    @Option(
            names = "--symbols",
            paramLabel = "SYMBOL",
            split = ",",
            description = "the stocks to play, as in AAPL,NVDA (default: 24 usual ones, or all in the file)")
    private List<String> symbols = List.of();

    @Option(names = "--report", paramLabel = "FILE", description = "where the auditor's report goes (JSON)")
    private @Nullable Path report;

    @Option(
            names = "--speed",
            paramLabel = "N",
            description = "at most N market seconds a second (default: 150 for a generated day, which then lasts three"
                    + " minutes; as fast as it goes with --bars)")
    private @Nullable Double speed;

    @Option(
            names = "--free-clock",
            description = "market time runs by itself at --speed (default 5), waiting for nobody")
    private boolean freeClock;

    @Option(names = "--from", paramLabel = "HH:MM", description = "New York time to begin at (default: the open)")
    private @Nullable LocalTime from;

    @Option(names = "--until", paramLabel = "HH:MM", description = "New York time to end at (default: the close)")
    private @Nullable LocalTime until;

    @Mixin
    private DisturbanceOptions disturbances = new DisturbanceOptions();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "path of prices inside each bar, and the generated day; equal seeds give equal days (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--record", paramLabel = "DIR", description = "where the day's record goes (default: .run/day)")
    private @Nullable Path record;

    @Option(names = "--keep-running", description = "go on after the close, for experiments with limits, until Ctrl-C")
    private boolean keepRunning;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "the broker's port; the parameter store gets the next, Kafka the one after (default: any)")
    private int port;

    @Mixin
    private OthersOptions others = new OthersOptions();

    @Option(names = "--plain", description = "print lines even on a terminal")
    private boolean plain;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static Path root() {
        return Path.of(System.getProperty("project.root", "."));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Sandbox())
                .setUsageHelpWidth(80)
                .registerConverter(LocalDate.class, Sandbox::date)
                .registerConverter(LocalTime.class, Sandbox::time)
                .setParameterExceptionHandler((exception, ignored) ->
                        complain(exception.getCommandLine().getErr(), String.valueOf(exception.getMessage()), MISUSED))
                .setExecutionExceptionHandler((exception, commandLine, ignored) ->
                        Mishap.complain(exception, commandLine.getErr(), Sandbox::complain));
    }

    private static int complain(PrintWriter err, String message, int status) {
        err.println("./run: " + message.replace('\n', ' '));
        err.flush();
        return status;
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new CommandLine.TypeConversionException("'" + text + "' is not a date like 2026-04-09");
        }
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            throw new CommandLine.TypeConversionException("'" + text + "' is not a time like 10:30");
        }
    }

    @Override
    public Integer call() throws Exception {
        DayOptions options = options();
        System.setProperty(
                "sandbox.log", options.record().resolve("sandbox.log").toString());
        return RecordLock.holding(options.record(), RecordLock.ROOM_BYTES, () -> {
            Ports.check(others.everything() ? 0 : port);
            boolean terminal = Boolean.getBoolean("run.terminal");
            Showing showing = Showing.of(System.out, System.getenv(), terminal, plain);
            if (real.asked()) {
                return new PaperSession(options, real.account(System.getenv()), showing, System.out).play();
            }
            return new Season(options, days, showing, System.out).play();
        });
    }

    private DayOptions options() {
        Path root = root();
        real.check(Objects.requireNonNull(spec).commandLine());
        checkNumbers();
        List<AccountSpec> accounts = accounts();
        if (bars != null && date == null) {
            throw misuse("--date is needed with --bars: which of its days is to be played");
        }
        if (bars != null && !(Files.isRegularFile(bars) && Files.isReadable(bars))) {
            throw misuse("--bars: no readable file " + bars);
        }
        if (from != null && until != null && !from.isBefore(until)) {
            throw misuse("--from %s must be before --until %s".formatted(from, until));
        }
        if (freeClock && (keepRunning || disturbances.deploys())) {
            throw misuse("%s does not go with --free-clock".formatted(keepRunning ? "--keep-running" : "--deploy"));
        }
        boolean ours = freeClock || disturbances.any() || days > 1;
        return new DayOptions(
                root,
                accounts,
                symbols.stream().distinct().sorted().toList(),
                bars,
                date == null ? GENERATED_DATE : date,
                report,
                speed == null && bars == null && !freeClock ? (Double) USUAL_SPEED : speed,
                freeClock,
                from,
                until,
                sensible(() -> disturbances.read(root, accounts)),
                seed,
                record == null ? root.resolve(real.asked() ? PaperOptions.RECORD : USUAL_RECORD) : record,
                others.everything() && port == 0 ? Elsewhere.BROKER_PORT : port,
                keepRunning,
                sensible(() -> others.leftOut(accounts, ours)),
                sensible(() -> others.elsewhere(ours)));
    }

    private void checkNumbers() {
        if (speed != null && !(speed > 0)) {
            throw misuse("--speed must be more than 0, was " + speed);
        }
        if (days < 1 || days > MOST_DAYS) {
            throw misuse("--days must be 1 to %d, was %d".formatted(MOST_DAYS, days));
        }
        if (port < 0 || port + Ports.COUNT - 1 > Ports.HIGHEST) {
            throw misuse("--port must be 0 to %d, was %d".formatted(Ports.HIGHEST - Ports.COUNT + 1, port));
        }
        for (String symbol : symbols) {
            if (!SYMBOL.matcher(symbol).matches()) {
                throw misuse("--symbols: '%s' is not a stock's symbol like AAPL".formatted(symbol));
            }
        }
    }

    private List<AccountSpec> accounts() {
        try {
            return Accounts.of(tiers);
        } catch (IllegalArgumentException e) {
            throw misuse("--tiers: " + e.getMessage());
        }
    }

    private <T extends @Nullable Object> T sensible(Supplier<T> options) {
        try {
            return options.get();
        } catch (IllegalArgumentException e) {
            throw misuse(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException misuse(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
