package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.Report.TierReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Audits a recorded day from the command line: exit code 0 when clean, 3 with violations, 2 when unreadable. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Judges a recorded day by the trading rules, independently of the system that traded it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:no violations", "2:the record cannot be read or the report not written", "3:violations"})
public final class AuditMain implements Callable<Integer> {

    private static final int CLEAN = 0;
    private static final int UNREADABLE = 2;
    private static final int VIOLATED = 3;
    private static final int SHOWN = 20;

    @Option(names = "--record", required = true, paramLabel = "DIR", description = "Directory of the day record.")
    private Path record = Path.of(".");

    @Option(names = "--report", required = true, paramLabel = "FILE", description = "JSON report to write.")
    private Path report = Path.of("report.json");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new AuditMain());
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            Report found = Auditor.audit(record);
            found.write(report);
            print(found, out);
            return found.clean() ? CLEAN : VIOLATED;
        } catch (UnreadableRecord e) {
            spec.commandLine().getErr().println(e.getMessage());
            return UNREADABLE;
        } catch (IOException e) {
            spec.commandLine().getErr().println("cannot write " + report + ": " + e);
            return UNREADABLE;
        }
    }

    private static void print(Report report, PrintWriter out) {
        out.printf("audit of %s (%s clock, speed %s)%n", report.date(), report.clock(), report.speed());
        report.tiers().forEach(tier -> print(tier, report, out));
        long checks =
                report.checksRun().values().stream().mapToLong(Long::longValue).sum();
        out.printf(
                "%d rules, %d checks, %d rules without matter, %d violations, decisions %s%n",
                report.checksRun().size(),
                checks,
                report.notApplicable().size(),
                report.violations().size(),
                report.decisionHash());
        report.violations().stream().limit(SHOWN).forEach(out::println);
        if (report.violations().size() > SHOWN) {
            out.printf("... and %d more in the report%n", report.violations().size() - SHOWN);
        }
        out.flush();
    }

    private static void print(TierReport tier, Report report, PrintWriter out) {
        long violations = report.violations().stream()
                .filter(violation -> violation.tier().equals(tier.tier()))
                .count();
        out.println(tier.tier());
        out.printf(
                "  recommendations %6d   decisions  %6d   entries     %6d%n",
                tier.recommendations(), tier.decisions(), tier.entries());
        out.printf(
                "  orders          %6d   fills      %6d   open at end %6d%n",
                tier.orders(), tier.fills(), tier.openAtClose());
        out.printf(
                "  most positions  %6d   exposure %s   realized %s%n",
                tier.mostPositions(), tier.mostExposure(), tier.realizedProfit());
        out.printf("  equity %s to %s   violations %d%n", tier.openingEquity(), tier.closingEquity(), violations);
        out.println("  refusals " + listed(tier.refusals()));
        out.println("  closes   " + listed(tier.closes()));
    }

    private static String listed(Map<String, Integer> counts) {
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(count -> count.getKey() + " " + count.getValue())
                        .collect(java.util.stream.Collectors.joining(", "));
    }
}
