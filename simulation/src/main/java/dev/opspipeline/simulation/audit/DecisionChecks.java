package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.BrokerFact.Submit;
import dev.opspipeline.simulation.audit.TopicFact.Decision;
import dev.opspipeline.simulation.audit.TopicFact.Signal;
import java.util.List;
import java.util.Optional;

/** Recommendations, decisions and entry orders: one to one to at most one. */
final class DecisionChecks {

    private DecisionChecks() {}

    static List<Check> all() {
        return List.of(
                new OneDecision(),
                new DecisionCarriedOut(),
                new OrderMatchesDecision(),
                new OneOrderPerIntent(),
                new OwnPrefix());
    }

    /** Every recommendation has exactly one decision in every account, and a refusal has a reason. */
    record OneDecision() implements Check {

        @Override
        public String rule() {
            return "one-decision";
        }

        @Override
        public Matter matter() {
            return Matter.RECOMMENDATIONS;
        }

        @Override
        public void finish(Day day, Findings findings) {
            for (Ledger ledger : day.ledgers()) {
                day.topics().signals().forEach(signal -> judge(ledger.tier(), signal, day, findings));
            }
            day.topics().decisions().stream()
                    .filter(decision ->
                            day.topics().signal(decision.recommendation()).isEmpty())
                    .forEach(decision -> findings.violation(
                            decision.tier(),
                            decision.decidedAt(),
                            decision.recommendation(),
                            "decision about no recommendation"));
        }

        private static void judge(String tier, Signal signal, Day day, Findings findings) {
            findings.checked();
            List<Decision> decisions = day.topics().decisions(tier, signal.id());
            if (decisions.size() != 1) {
                findings.violation(
                        tier, signal.barTime(), signal.id(), "%d decisions, must be 1".formatted(decisions.size()));
            }
            decisions.stream()
                    .filter(decision -> !decision.trade() && decision.refusals().isEmpty())
                    .forEach(decision ->
                            findings.violation(tier, decision.decidedAt(), signal.id(), "refused without a reason"));
        }
    }

    /** A decision to trade became an order, or a record says why not. */
    record DecisionCarriedOut() implements Check {

        @Override
        public String rule() {
            return "decision-carried-out";
        }

        @Override
        public Matter matter() {
            return Matter.TRADE_DECISIONS;
        }

        @Override
        public void finish(Day day, Findings findings) {
            for (Decision decision : day.topics().decisions()) {
                if (!decision.trade() || day.run().account(decision.tier()).isEmpty()) {
                    continue;
                }
                findings.checked();
                boolean ordered = day.ledger(decision.tier()).entries().stream()
                        .anyMatch(placed -> Entry.recommendation(placed).equals(decision.recommendation()));
                if (!ordered && !day.topics().orderEnded(decision.tier(), decision.recommendation())) {
                    findings.violation(
                            decision.tier(),
                            decision.decidedAt(),
                            decision.recommendation(),
                            "decided to trade, but neither an order nor its end is known");
                }
            }
        }
    }

    /** Every entry order is what was decided. */
    record OrderMatchesDecision() implements Check {

        @Override
        public String rule() {
            return "order-matches-decision";
        }

        @Override
        public Matter matter() {
            return Matter.ENTRIES;
        }

        @Override
        public void see(BrokerFact fact, Day day, Findings findings) {
            if (fact instanceof Submit submit && submit.entry()) {
                findings.checked();
                mismatch(submit, day)
                        .ifPresent(text ->
                                findings.violation(submit.account(), submit.at(), submit.clientOrderId(), text));
            }
        }

        private static Optional<String> mismatch(Submit submit, Day day) {
            if (!(submit.id() instanceof OrderId.Entry id)) {
                return Optional.of("id is not {tier}.{letter}.{recommendation}.e{attempt}");
            }
            Optional<Signal> signal = day.topics().signal(id.recommendation());
            if (signal.isEmpty()) {
                return Optional.of("no such recommendation");
            }
            if (id.kind() != signal.get().strategy()) {
                return Optional.of("an id for %s, the strategy is %s"
                        .formatted(id.kind(), signal.get().strategy()));
            }
            List<Decision> decisions = day.topics().decisions(submit.account(), id.recommendation());
            return decisions.isEmpty() ? Optional.of("no decision") : differs(submit, id, decisions.getFirst(), day);
        }

        private static Optional<String> differs(Submit submit, OrderId.Entry id, Decision decision, Day day) {
            if (!decision.trade()) {
                return Optional.of("the decision was not to trade: " + decision.refusals());
            }
            if (decision.decidedAt().isAfter(submit.at().plus(day.run().slack()))) {
                return Optional.of("sent before its decision at " + decision.decidedAt());
            }
            if (!submit.symbol().equals(decision.contract())) {
                return Optional.of("bought %s, decided %s".formatted(submit.symbol(), decision.contract()));
            }
            int bought = day.ledger(submit.account()).entries().stream()
                    .filter(placed -> Entry.recommendation(placed).equals(id.recommendation()))
                    .mapToInt(Placed::filled)
                    .sum();
            if (bought + submit.quantity() > decision.contracts()) {
                return Optional.of(
                        "%d contracts, decided %d".formatted(bought + submit.quantity(), decision.contracts()));
            }
            boolean dearer = submit.limitPrice() != null
                    && decision.limitPrice() != null
                    && submit.limitPrice().compareTo(decision.limitPrice()) > 0;
            return dearer && id.attempt() == 1
                    ? Optional.of("limit %s, decided %s".formatted(submit.limitPrice(), decision.limitPrice()))
                    : Optional.empty();
        }
    }

    /** One accepted order an id; a second attempt only after the first is over. */
    record OneOrderPerIntent() implements Check {

        private static final int MOST_ATTEMPTS = 2;

        @Override
        public String rule() {
            return "one-order-per-intent";
        }

        @Override
        public Matter matter() {
            return Matter.ORDERS;
        }

        @Override
        public void see(BrokerFact fact, Day day, Findings findings) {
            if (!(fact instanceof Submit submit) || !submit.accepted()) {
                return;
            }
            findings.checked();
            Ledger ledger = day.ledger(submit.account());
            if (ledger.orders().stream()
                    .anyMatch(placed -> placed.submit().clientOrderId().equals(submit.clientOrderId()))) {
                findings.violation(submit.account(), submit.at(), submit.clientOrderId(), "accepted a second time");
            }
            if (submit.buy() && submit.id() instanceof OrderId.Entry id) {
                attempts(submit, id, ledger, findings);
            }
        }

        private static void attempts(Submit submit, OrderId.Entry id, Ledger ledger, Findings findings) {
            List<Placed> before = ledger.entries().stream()
                    .filter(placed -> Entry.recommendation(placed).equals(id.recommendation()))
                    .toList();
            before.stream()
                    .filter(Placed::live)
                    .forEach(live -> findings.violation(
                            submit.account(),
                            submit.at(),
                            submit.clientOrderId(),
                            "%s is still live".formatted(live.submit().clientOrderId())));
            if (id.attempt() > MOST_ATTEMPTS || id.attempt() > before.size() + 1) {
                findings.violation(
                        submit.account(),
                        submit.at(),
                        submit.clientOrderId(),
                        "attempt %d after %d orders, at most %d".formatted(id.attempt(), before.size(), MOST_ATTEMPTS));
            }
        }
    }

    /** Nothing reaches an account under another account's name. */
    record OwnPrefix() implements Check {

        @Override
        public String rule() {
            return "own-prefix";
        }

        @Override
        public Matter matter() {
            return Matter.ORDERS;
        }

        @Override
        public void see(BrokerFact fact, Day day, Findings findings) {
            if (!(fact instanceof Submit submit) || submit.byHand()) {
                return;
            }
            findings.checked();
            String tier = switch (submit.id()) {
                case OrderId.Entry entry -> entry.tier();
                case OrderId.Exit exit -> exit.tier();
                case OrderId.Foreign foreign -> "";
            };
            if (!tier.equals(submit.account())) {
                findings.violation(
                        submit.account(),
                        submit.at(),
                        submit.clientOrderId(),
                        "id of '%s' in account %s".formatted(tier, submit.account()));
            }
        }
    }
}
