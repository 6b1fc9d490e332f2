package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.BrokerFact.Quote;
import dev.opspipeline.simulation.audit.BrokerFact.Submit;
import dev.opspipeline.simulation.audit.TopicFact.Closed;
import dev.opspipeline.simulation.audit.TopicFact.PositionStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Exits: in time, and for a reason that was true. */
final class ExitChecks {

    /** Market time after which a refused close is tried again. */
    private static final Duration RETRY = Duration.ofSeconds(10);

    private ExitChecks() {}

    static List<Check> all() {
        return List.of(new LateExit(), new ExitReason());
    }

    /** The first closing order reaches the broker within two clock steps of the first instant at which an exit fires. */
    static final class LateExit implements Check {

        private final ExitWatches watches = new ExitWatches();
        private final Map<Holding, Instant> firstClose = new HashMap<>();
        private final Map<Holding, List<Instant>> refused = new HashMap<>();

        @Override
        public String rule() {
            return "late-exit";
        }

        @Override
        public Matter matter() {
            return Matter.HOLDINGS;
        }

        @Override
        public void see(BrokerFact fact, Day day, Findings findings) {
            if (fact instanceof Quote quote) {
                watches.see(quote, day);
            }
            if (fact instanceof Submit submit && !submit.buy()) {
                day.ledger(submit.account()).held(submit.symbol()).ifPresent(holding -> {
                    if (submit.accepted()) {
                        firstClose.putIfAbsent(holding, submit.at());
                    } else {
                        refused.computeIfAbsent(holding, none -> new ArrayList<>())
                                .add(submit.at());
                    }
                });
            }
        }

        @Override
        public void finish(Day day, Findings findings) {
            for (Ledger ledger : day.ledgers()) {
                ledger.holdings().stream()
                        .filter(holding -> !holding.byHand())
                        .forEach(holding -> judge(holding, ledger, day, findings));
            }
        }

        private void judge(Holding holding, Ledger ledger, Day day, Findings findings) {
            findings.checked();
            Instant closed = firstClose.getOrDefault(holding, day.now());
            Optional<ExitWatch.Due> due = watches.firstDue(holding, day, closed);
            if (due.isEmpty()) {
                return;
            }
            Instant deadline = deadline(holding, due.get().at(), day.run());
            if (closed.isAfter(deadline)) {
                String what = firstClose.containsKey(holding) ? "closed at" : "not closed by";
                findings.violation(
                        holding.tier(),
                        closed,
                        holding.toString(),
                        "%s due at %s, %s %s, allowed until %s"
                                .formatted(due.get().reason(), due.get().at(), what, closed, deadline));
            } else if (abandoned(holding, ledger, closed, day)) {
                findings.violation(
                        holding.tier(),
                        day.now(),
                        holding.toString(),
                        "%s due at %s, %d still held and no closing order live"
                                .formatted(due.get().reason(), due.get().at(), holding.quantity()));
            }
        }

        private Instant deadline(Holding holding, Instant due, Run run) {
            Instant deadline = due.plus(run.twoSteps());
            for (Instant attempt : refused.getOrDefault(holding, List.of())) {
                Instant again = attempt.plus(RETRY).plus(run.twoSteps());
                if (!attempt.isAfter(deadline) && again.isAfter(deadline)) {
                    deadline = again;
                }
            }
            return deadline;
        }

        private static boolean abandoned(Holding holding, Ledger ledger, Instant closed, Day day) {
            return holding.quantity() > 0
                    && holding.takenBackAt() == null
                    && ledger.workingExits(holding.symbol()).isEmpty()
                    && day.now().isAfter(closed.plus(Marks.KEPT));
        }
    }

    /** Every close has a true reason, and the one that was told is among them. */
    static final class ExitReason implements Check {

        private final ExitWatches watches = new ExitWatches();
        private final Set<Holding> judged = new HashSet<>();

        @Override
        public String rule() {
            return "exit-reason";
        }

        @Override
        public Matter matter() {
            return Matter.CLOSES;
        }

        @Override
        public void see(BrokerFact fact, Day day, Findings findings) {
            if (fact instanceof Quote quote) {
                watches.see(quote, day);
            }
            if (fact instanceof Submit submit && submit.exit()) {
                day.ledger(submit.account())
                        .held(submit.symbol())
                        .filter(holding -> !holding.byHand() && judged.add(holding))
                        .ifPresent(holding -> judge(submit, holding, day, findings));
            }
        }

        private void judge(Submit submit, Holding holding, Day day, Findings findings) {
            findings.checked();
            Collection<String> reasons = new ArrayList<>(watches.trueBy(holding, day, submit.at()));
            if (day.topics().controlled(submit.account(), submit.at())) {
                reasons.add("OPERATOR");
                reasons.add("KILL_SWITCH");
            } else if (day.parameters().flattened(day.clocks().wallAt(submit.at()))) {
                reasons.add("KILL_SWITCH");
            }
            Optional<String> told = told(submit, holding, day);
            if (reasons.isEmpty()
                    || told.filter(reason -> !reasons.contains(reason)).isPresent()) {
                findings.violation(
                        submit.account(),
                        submit.at(),
                        submit.clientOrderId(),
                        "closed for %s, true were %s".formatted(told.orElse("no told reason"), reasons));
            }
        }

        private static Optional<String> told(Submit submit, Holding holding, Day day) {
            return day.topics().positionSteps(holding).stream()
                    .filter(step -> submit.clientOrderId().equals(step.closeOrderId()))
                    .map(PositionStep::reason)
                    .flatMap(java.util.stream.Stream::ofNullable)
                    .findFirst()
                    .or(() -> day.topics().closedTrades(holding).stream()
                            .map(Closed::reason)
                            .findFirst());
        }
    }
}
