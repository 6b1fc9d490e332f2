package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.BrokerFact.Submit;
import dev.opspipeline.simulation.audit.TopicFact.Decision;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Entries and decisions against the documents of limits that were written. */
final class LimitChecks {

    private LimitChecks() {}

    static List<Check> all() {
        return List.of(new ParametersInForce(), new NamesItsLimits());
    }

    /** No entry without a valid parameter document. */
    record ParametersInForce() implements Check {

        @Override
        public String rule() {
            return "parameters-in-force";
        }

        @Override
        public Matter matter() {
            return Matter.ENTRIES;
        }

        @Override
        public void see(BrokerFact fact, Day day, Findings findings) {
            if (!(fact instanceof Submit submit) || !submit.entry()) {
                return;
            }
            findings.checked();
            boolean none = Entry.of(submit, day)
                    .map(Entry::inForce)
                    .orElseGet(() -> day.parameters()
                            .inForce(submit.account(), day.clocks().wallAt(submit.at())))
                    .isEmpty();
            if (none) {
                findings.violation(
                        submit.account(), submit.at(), submit.clientOrderId(), "no valid parameter document in force");
            }
        }
    }

    /** A decision to trade names a version that may have been in force when it was made. */
    record NamesItsLimits() implements Check {

        @Override
        public String rule() {
            return "limits-version";
        }

        @Override
        public Matter matter() {
            return Matter.TRADE_DECISIONS;
        }

        @Override
        public void finish(Day day, Findings findings) {
            day.topics().decisions().stream()
                    .filter(decision -> decision.trade()
                            && day.run().account(decision.tier()).isPresent())
                    .forEach(decision -> judge(decision, day, findings));
        }

        private static void judge(Decision decision, Day day, Findings findings) {
            findings.checked();
            // Made some time between the two, and another edit may have come in just then.
            Set<String> mayBe = Stream.of(day.clocks().wallAt(decision.decidedAt()), decision.wall())
                    .flatMap(wall -> day.parameters().inForce(decision.tier(), wall).stream())
                    .map(Limits::version)
                    .collect(Collectors.toCollection(TreeSet::new));
            // Where there is none at all, that is said of its order.
            if (!mayBe.isEmpty() && !mayBe.contains(decision.limitsVersion())) {
                findings.violation(
                        decision.tier(),
                        decision.decidedAt(),
                        decision.recommendation(),
                        "names version '%s' of the limits, in force may have been %s"
                                .formatted(decision.limitsVersion(), mayBe));
            }
        }
    }
}
