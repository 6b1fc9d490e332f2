package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.market.BarsFileRefused;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./run}: plays one day of bars through the real services and has it audited. */
@Command(
        name = "./run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Plays one trading day through the real services, each a process of its own, against a broker, a"
                + " parameter store and a Kafka on this machine, and has an independent auditor judge it.",
        footer = {
            "",
            "Exit status: 0 the day was played and broke no limit; 1 it could not be played; 2 the options are wrong;"
                    + " 3 the auditor found violations."
        })
public final class Sandbox implements Callable<Integer> {

    private static final LocalDate GENERATED_DATE = LocalDate.of(2026, 4, 10);

    static final int FAILED = 1;
    static final int MISUSED = 2;

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

    @Option(names = "--report", paramLabel = "FILE", description = "where the auditor's report goes (JSON)")
    private @Nullable Path report;

    @Option(names = "--speed", paramLabel = "N", description = "at most N market seconds a second")
    private @Nullable Double speed;

    @Option(
            names = "--free-clock",
            description = "market time runs by itself at --speed (default 5), waiting for nobody")
    private boolean freeClock;

    @Option(names = "--from", paramLabel = "HH:MM", description = "New York time to begin at (default: the open)")
    private @Nullable LocalTime from;

    @Option(names = "--until", paramLabel = "HH:MM", description = "New York time to end at (default: the close)")
    private @Nullable LocalTime until;

    @Option(
            names = "--kill",
            paramLabel = "SERVICE@HH:MM[+S]",
            description = "kill -9 a service, as in dispatcher-large@11:00; it is started again after S seconds"
                    + " (default 0); may be given several times")
    private List<String> kills = new ArrayList<>();

    @Option(
            names = "--standby",
            paramLabel = "SERVICE",
            description = "start a second instance, as in dispatcher-large; may be given several times")
    private List<String> standbys = new ArrayList<>();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "path of prices inside each bar, and the generated day; equal seeds give equal days (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--record", paramLabel = "DIR", description = "where the day's record goes (default: .run/day)")
    private @Nullable Path record;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Sandbox())
                .setUsageHelpWidth(100)
                .registerConverter(LocalDate.class, Sandbox::date)
                .registerConverter(LocalTime.class, Sandbox::time)
                .setParameterExceptionHandler((exception, ignored) ->
                        complain(exception.getCommandLine().getErr(), String.valueOf(exception.getMessage()), MISUSED))
                .setExecutionExceptionHandler((exception, commandLine, ignored) -> {
                    if (exception instanceof CannotPlayException || exception instanceof BarsFileRefused) {
                        return complain(commandLine.getErr(), String.valueOf(exception.getMessage()), FAILED);
                    }
                    throw exception;
                });
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
        return new Day(options()).play();
    }

    private DayOptions options() {
        Path root = Path.of(System.getProperty("project.root", "."));
        if (bars != null && date == null) {
            throw misuse("--date is needed with --bars: which of its days is to be played");
        }
        if (bars != null && !(Files.isRegularFile(bars) && Files.isReadable(bars))) {
            throw misuse("--bars: no readable file " + bars);
        }
        if (speed != null && !(speed > 0)) {
            throw misuse("--speed must be more than 0, was " + speed);
        }
        if (from != null && until != null && !from.isBefore(until)) {
            throw misuse("--from %s must be before --until %s".formatted(from, until));
        }
        standbys.forEach(standby -> requireService("--standby", standby));
        List<DayOptions.Kill> toKill = kills.stream().map(this::kill).toList();
        return new DayOptions(
                root,
                bars,
                date == null ? GENERATED_DATE : date,
                report,
                speed,
                freeClock,
                from,
                until,
                toKill,
                standbys,
                seed,
                record == null ? root.resolve(".run/day") : record);
    }

    private DayOptions.Kill kill(String text) {
        try {
            DayOptions.Kill kill = DayOptions.Kill.parse(text);
            requireService("--kill", kill.service());
            return kill;
        } catch (IllegalArgumentException e) {
            throw misuse("--kill: " + e.getMessage());
        }
    }

    private void requireService(String option, String service) {
        if (!ServicePlan.names().contains(service)) {
            throw misuse("%s: no service %s, there are %s".formatted(option, service, ServicePlan.names()));
        }
    }

    private ParameterException misuse(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
