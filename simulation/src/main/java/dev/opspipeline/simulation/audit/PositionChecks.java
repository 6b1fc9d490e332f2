package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.TopicFact.Closed;
import dev.opspipeline.simulation.audit.TopicFact.PositionStep;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the position manager told, held against the fills. */
final class PositionChecks {

    private static final BigDecimal CENT = new BigDecimal("0.01");

    private PositionChecks() {}

    static List<Check> all() {
        return List.of(new Managed(), new PlanLevels(), new PositionsAgree(), new ClosedOnce(), new RealizedProfit());
    }

    static List<Holding> ours(Ledger ledger) {
        return ledger.holdings().stream().filter(holding -> !holding.byHand()).toList();
    }

    /** Every position is told with a plan within two clock steps of its first fill. */
    record Managed() implements Check {

        @Override
        public String rule() {
            return "managed";
        }

        @Override
        public Matter matter() {
            return Matter.HOLDINGS;
        }

        @Override
        public void finish(Day day, Findings findings) {
            for (Ledger ledger : day.ledgers()) {
                for (Holding holding : ours(ledger)) {
                    findings.checked();
                    Instant deadline = holding.openedAt().plus(day.run().twoSteps());
                    Optional<Instant> told = day.topics().positionSteps(holding).stream()
                            .filter(step -> step.plan() != null)
                            .map(step -> day.run().slack().isZero() ? step.seen() : step.at())
                            .findFirst();
                    boolean late = told.isPresent()
                            ? told.get().isAfter(deadline)
                            : day.now().isAfter(deadline);
                    if (late) {
                        findings.violation(
                                holding.tier(),
                                holding.openedAt(),
                                holding.toString(),
                                "unmanaged: opened at %s, told with a plan %s, allowed until %s"
                                        .formatted(
                                                holding.openedAt(),
                                                told.map(Instant::toString).orElse("never"),
                                                deadline));
                    }
                }
            }
        }
    }

    /** At the end what is told is what is held. */
    record PositionsAgree() implements Check {

        private static final Duration SETTLING = Duration.ofSeconds(30);

        @Override
        public String rule() {
            return "positions-agree";
        }

        @Override
        public Matter matter() {
            return Matter.HOLDINGS;
        }

        @Override
        public void finish(Day day, Findings findings) {
            for (Ledger ledger : day.ledgers()) {
                ours(ledger).forEach(holding -> judge(holding, day, findings));
            }
        }

        private static void judge(Holding holding, Day day, Findings findings) {
            findings.checked();
            Instant changed = Optional.ofNullable(holding.closedAt()).orElse(holding.openedAt());
            List<PositionStep> steps = day.topics().positionSteps(holding);
            if (steps.isEmpty() || changed.plus(SETTLING).isAfter(day.now())) {
                return;
            }
            PositionStep last = steps.getLast();
            boolean toldClosed = last.state().equals("CLOSED");
            boolean agrees =
                    holding.quantity() == 0 ? toldClosed : !toldClosed && last.quantity() == holding.quantity();
            if (!agrees) {
                findings.violation(
                        holding.tier(),
                        last.at(),
                        holding.toString(),
                        "told %s with %d, held %d".formatted(last.state(), last.quantity(), holding.quantity()));
            }
        }
    }

    /** Every closed position has exactly one closed trade, and nothing else has one. */
    record ClosedOnce() implements Check {

        @Override
        public String rule() {
            return "closed-once";
        }

        @Override
        public Matter matter() {
            return Matter.FINISHED_HOLDINGS;
        }

        @Override
        public void finish(Day day, Findings findings) {
            for (Ledger ledger : day.ledgers()) {
                for (Holding holding : finished(ledger)) {
                    findings.checked();
                    int told = day.topics().closedTrades(holding).size();
                    long closed = same(ledger, holding).size();
                    if (told != closed) {
                        findings.violation(
                                holding.tier(),
                                holding.closedAt(),
                                holding.toString(),
                                "%d closed trades told, %d closed".formatted(told, closed));
                    }
                }
            }
            day.topics().closedTrades().stream()
                    .filter(closed -> !known(closed, day))
                    .forEach(closed -> findings.violation(
                            closed.tier(),
                            null,
                            closed.contract(),
                            "told closed by %s, the fills say otherwise".formatted(closed.closeOrderId())));
        }

        private static boolean known(Closed closed, Day day) {
            return day.run().account(closed.tier()).isPresent()
                    && day.ledger(closed.tier()).finished().stream()
                            .anyMatch(holding -> holding.symbol().equals(closed.contract())
                                    && (holding.byHand()
                                            || holding.entryReference().equals(closed.entryReference())));
        }
    }

    /** The told profit and quantity of a closed position are those of its fills. */
    record RealizedProfit() implements Check {

        @Override
        public String rule() {
            return "realized-profit";
        }

        @Override
        public Matter matter() {
            return Matter.FINISHED_HOLDINGS;
        }

        @Override
        public void finish(Day day, Findings findings) {
            for (Ledger ledger : day.ledgers()) {
                finished(ledger).forEach(holding -> judge(holding, ledger, day, findings));
            }
        }

        private static void judge(Holding holding, Ledger ledger, Day day, Findings findings) {
            findings.checked();
            List<Closed> told = day.topics().closedTrades(holding);
            if (told.isEmpty()) {
                return;
            }
            BigDecimal profit = told.stream().map(Closed::realizedProfit).reduce(BigDecimal.ZERO, BigDecimal::add);
            int quantity = told.stream().mapToInt(Closed::quantity).sum();
            List<Holding> same = same(ledger, holding);
            BigDecimal realized = same.stream().map(Holding::realized).reduce(BigDecimal.ZERO, BigDecimal::add);
            int bought = same.stream().mapToInt(Holding::bought).sum();
            if (profit.subtract(realized).abs().compareTo(CENT) >= 0 || quantity != bought) {
                findings.violation(
                        holding.tier(),
                        holding.closedAt(),
                        holding.toString(),
                        "told %s for %d, the fills make %s for %d"
                                .formatted(profit, quantity, realized.setScale(2, RoundingMode.HALF_EVEN), bought));
            }
        }
    }

    private static List<Holding> finished(Ledger ledger) {
        return ledger.finished().stream().filter(holding -> !holding.byHand()).toList();
    }

    /** Positions of one entry that were closed: more than one only when it filled again after a close. */
    private static List<Holding> same(Ledger ledger, Holding holding) {
        return finished(ledger).stream()
                .filter(other -> other.symbol().equals(holding.symbol())
                        && other.entryReference().equals(holding.entryReference()))
                .toList();
    }
}
