package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.BrokerFact.Statement;
import dev.opspipeline.simulation.audit.Report.TierReport;
import dev.opspipeline.simulation.audit.TopicFact.Closed;
import dev.opspipeline.simulation.audit.TopicFact.Decision;
import dev.opspipeline.simulation.audit.TopicFact.Signal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Judges a recorded day by the trading rules, from the broker's facts, the topics and the parameter documents alone. */
public final class Auditor {

    private final Map<Check, Findings> checks = new LinkedHashMap<>();
    private final Peaks peaks = new Peaks();
    private final Day day;

    private Auditor(Day day) {
        this.day = day;
        for (Check check : rules()) {
            checks.put(check, new Findings(check.rule()));
        }
    }

    private static List<Check> rules() {
        return Stream.of(
                        Stream.of(DecisionChecks.all(), LimitChecks.all()).flatMap(List::stream),
                        Stream.of(
                                        SignalRules.all(),
                                        PaceRules.all(),
                                        RoomRules.all(),
                                        StandingRules.all(),
                                        OrderRules.all())
                                .flatMap(List::stream)
                                .map(EntryCheck::new),
                        BrokerChecks.all().stream(),
                        PositionChecks.all().stream(),
                        ExitChecks.all().stream(),
                        MoneyChecks.all().stream())
                .<Check>flatMap(stream -> stream)
                .toList();
    }

    /**
     * Audits the day recorded in a directory.
     *
     * @throws UnreadableRecord when the record cannot be read, naming file and line
     */
    public static Report audit(Path record) {
        Auditor auditor = new Auditor(Day.read(record));
        auditor.run();
        return auditor.report();
    }

    private void run() {
        day.replay(fact -> {
            peaks.see(fact, day);
            checks.forEach((check, findings) -> check.see(fact, day, findings));
        });
        checks.forEach((check, findings) -> check.finish(day, findings));
    }

    private Report report() {
        List<Violation> violations = new ArrayList<>();
        Map<String, Long> checksRun = new TreeMap<>();
        Map<String, String> notApplicable = new TreeMap<>();
        checks.forEach((check, findings) -> {
            violations.addAll(findings.violations());
            checksRun.put(check.rule(), findings.checks());
            if (findings.checks() == 0) {
                String nothing = "the day has no " + check.matter().noun();
                if (check.matter().count(day) == 0) {
                    notApplicable.put(check.rule(), nothing);
                } else {
                    violations.add(
                            new Violation(check.rule(), "", null, check.matter().noun(), "nothing checked"));
                }
            }
        });
        violations.sort(Comparator.comparing(Violation::at, Comparator.nullsLast(Comparator.naturalOrder())));
        Map<String, String> held = new TreeMap<>();
        day.run().heldMillis().forEach((cause, millis) -> held.put(cause, millis.toPlainString()));
        return new Report(
                day.run().date().toString(),
                day.run().clock(),
                day.run().speed().toPlainString(),
                held,
                day.run().accounts().stream().map(this::tier).toList(),
                List.copyOf(violations),
                checksRun,
                notApplicable,
                DecisionHash.of(day));
    }

    private TierReport tier(Run.Account account) {
        String tier = account.tier();
        Ledger ledger = day.ledger(tier);
        List<Decision> decisions = day.topics().signals().stream()
                .map(Signal::id)
                .flatMap(id -> day.topics().decisions(tier, id).stream())
                .toList();
        Map<String, Integer> refusals = new TreeMap<>();
        decisions.stream()
                .filter(decision -> !decision.trade())
                .flatMap(decision -> decision.refusals().stream())
                .forEach(code -> refusals.merge(code, 1, Integer::sum));
        Map<String, Integer> closes = new TreeMap<>();
        ledger.finished().forEach(holding -> closes.merge(reason(holding), 1, Integer::sum));
        Statement closing = ledger.closing();
        return new TierReport(
                tier,
                day.topics().signals().size(),
                decisions.size(),
                (int) ledger.entries().stream()
                        .filter(placed -> placed.filled() > 0)
                        .count(),
                refusals,
                ledger.orders().size(),
                ledger.fills(),
                closes,
                cents(ledger.holdings().stream().map(Holding::realized).reduce(BigDecimal.ZERO, BigDecimal::add)),
                peaks.positions(tier),
                cents(peaks.exposure(tier)),
                ledger.held().size(),
                cents(account.openingEquity()),
                closing == null ? "unknown" : cents(closing.equity()));
    }

    private String reason(Holding holding) {
        return day.topics().closedTrades(holding).stream()
                .map(Closed::reason)
                .findFirst()
                .orElse("UNTOLD");
    }

    private static String cents(BigDecimal dollars) {
        return dollars.setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    }
}
