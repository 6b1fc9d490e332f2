package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.TopicFact.Closed;
import dev.opspipeline.simulation.audit.TopicFact.PositionStep;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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
            Instant changed = Optional.ofNullable(holding.closedAt())
                    .or(() -> Optional.ofNullable(holding.takenBackAt()))
                    .orElse(holding.openedAt());
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

    /** Every close has one closed trade and nothing else has one; told again only where the broker took something back. */
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
                for (Holding holding : ledger.closed()) {
                    findings.checked();
                    judge(holding, ledger, day.topics().closedTrades(holding))
                            .ifPresent(text ->
                                    findings.violation(holding.tier(), holding.closedAt(), holding.toString(), text));
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

        private static Optional<String> judge(Holding holding, Ledger ledger, List<Closed> told) {
            List<Holding> same = same(ledger, holding);
            int closes = same.stream().mapToInt(one -> one.closes().size()).sum();
            int takenBack = same.stream().mapToInt(Holding::takenBack).sum();
            int trades = Topics.last(told).size();
            if (trades != closes) {
                return Optional.of("%d closed trades told, %d closed".formatted(trades, closes));
            }
            for (Closed trade : Topics.last(told)) {
                List<Closed> versions = told.stream()
                        .filter(one -> one.closeOrderId().equals(trade.closeOrderId()))
                        .toList();
                if (versions.size() > 1 + takenBack) {
                    return Optional.of("closed trade told %d times, the broker took back %d executions"
                            .formatted(versions.size(), takenBack));
                }
                if (IntStream.range(1, versions.size())
                        .anyMatch(next -> versions.get(next).saysTheSameAs(versions.get(next - 1)))) {
                    return Optional.of("closed trade told again with nothing changed");
                }
            }
            return Optional.empty();
        }

        private static boolean known(Closed closed, Day day) {
            return day.run().account(closed.tier()).isPresent()
                    && day.ledger(closed.tier()).holdings().stream()
                            .anyMatch(holding -> holding.symbol().equals(closed.contract())
                                    && !holding.closes().isEmpty()
                                    && (holding.byHand()
                                            || holding.entryReference().equals(closed.entryReference())));
        }
    }

    /** The profit and quantity told last of a closed position are those of its fills. */
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
                ledger.closed().forEach(holding -> judge(holding, ledger, day, findings));
            }
        }

        private static void judge(Holding holding, Ledger ledger, Day day, Findings findings) {
            findings.checked();
            List<Closed> told = Topics.last(day.topics().closedTrades(holding));
            if (told.isEmpty()) {
                return;
            }
            BigDecimal profit = told.stream().map(Closed::realizedProfit).reduce(BigDecimal.ZERO, BigDecimal::add);
            int quantity = told.stream().mapToInt(Closed::quantity).sum();
            List<Holding> same = same(ledger, holding);
            BigDecimal realized = same.stream().map(Holding::closedProfit).reduce(BigDecimal.ZERO, BigDecimal::add);
            int sold = same.stream().mapToInt(Holding::closedUnits).sum();
            if (profit.subtract(realized).abs().compareTo(CENT) >= 0 || quantity != sold) {
                findings.violation(
                        holding.tier(),
                        holding.closedAt(),
                        holding.toString(),
                        "told %s for %d, the fills make %s for %d"
                                .formatted(profit, quantity, realized.setScale(2, RoundingMode.HALF_EVEN), sold));
            }
        }
    }

    /** Positions of one entry that were closed: more than one only when it filled again after a close. */
    private static List<Holding> same(Ledger ledger, Holding holding) {
        return ledger.closed().stream()
                .filter(other -> other.symbol().equals(holding.symbol())
                        && other.entryReference().equals(holding.entryReference()))
                .toList();
    }
}
