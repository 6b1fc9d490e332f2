package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.TopicFact.Plan;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The told plans are those of the fill price and of the numbers that held when it was opened. */
record PlanLevels() implements Check {

    private static final BigDecimal CENT = new BigDecimal("0.01");

    @Override
    public String rule() {
        return "plan-levels";
    }

    @Override
    public Matter matter() {
        return Matter.HOLDINGS;
    }

    @Override
    public void finish(Day day, Findings findings) {
        for (Ledger ledger : day.ledgers()) {
            for (Holding holding : PositionChecks.ours(ledger)) {
                findings.checked();
                day.topics().positionSteps(holding).stream()
                        .filter(step -> step.plan() != null)
                        .flatMap(step -> fault(holding, step.plan(), day).stream())
                        .findFirst()
                        .ifPresent(text ->
                                findings.violation(holding.tier(), holding.openedAt(), holding.toString(), text));
            }
        }
    }

    private static Optional<String> fault(Holding holding, @Nullable Plan plan, Day day) {
        if (plan == null) {
            return Optional.empty();
        }
        Optional<String> fault = Optional.empty();
        for (ExitNumbers numbers : ExitNumbers.of(holding, day)) {
            fault = fault(holding, plan, day.run(), numbers);
            if (fault.isEmpty()) {
                return fault;
            }
        }
        return fault;
    }

    private static Optional<String> fault(Holding holding, Plan plan, Run run, ExitNumbers numbers) {
        BigDecimal kept = BigDecimal.ONE.subtract(numbers.stop());
        BigDecimal gained = BigDecimal.ONE.add(numbers.target());
        boolean levels = holding.averages().stream()
                .anyMatch(average -> near(plan.entryPrice(), average)
                        && near(plan.stopAt(), average.multiply(kept))
                        && near(plan.targetAt(), average.multiply(gained)));
        if (!levels) {
            BigDecimal first = holding.averages().getFirst();
            return Optional.of("entry %s, stop %s, target %s; must be %s, %s, %s"
                    .formatted(
                            plan.entryPrice(),
                            plan.stopAt(),
                            plan.targetAt(),
                            cents(first),
                            cents(first.multiply(kept)),
                            cents(first.multiply(gained))));
        }
        if (!sameArm(plan.trailingArm(), numbers.arm())) {
            return Optional.of("trails from a gain of %s, must be %s".formatted(plan.trailingArm(), numbers.arm()));
        }
        return instants(holding, plan, run, numbers);
    }

    private static Optional<String> instants(Holding holding, Plan plan, Run run, ExitNumbers numbers) {
        Instant beforeClose = run.beforeClose(numbers.beforeClose());
        @Nullable Instant endOfDay = numbers.endOfDay(holding.kind(), run).orElse(null);
        if (!Objects.equals(endOfDay, plan.endOfDayAt())) {
            return Optional.of("end of day at %s, must be %s".formatted(plan.endOfDayAt(), endOfDay));
        }
        boolean overnight = numbers.overnight();
        if (overnight ? !beforeClose.equals(plan.overnightLossAt()) : plan.overnightLossAt() != null) {
            return Optional.of("overnight loss at %s, must be %s"
                    .formatted(plan.overnightLossAt(), overnight ? beforeClose : null));
        }
        Instant hold = holding.openedAt().plus(numbers.hold());
        boolean beyond = hold.isAfter(beforeClose) && !plan.maxHoldAt().isBefore(beforeClose);
        Duration off = Duration.between(hold, plan.maxHoldAt()).abs();
        if (!beyond && off.compareTo(run.twoSteps()) > 0) {
            return Optional.of("longest hold until %s, must be %s".formatted(plan.maxHoldAt(), hold));
        }
        Optional<Instant> expiration = numbers.expirationToday(holding, run);
        boolean agrees = expiration
                .map(at ->
                        at.equals(plan.expirationRiskAt()) || holding.openedAt().isAfter(at))
                .orElseGet(() -> plan.expirationRiskAt().isAfter(run.close()));
        return agrees
                ? Optional.empty()
                : Optional.of("expiration risk at %s, must be %s"
                        .formatted(
                                plan.expirationRiskAt(),
                                expiration.map(Instant::toString).orElse("another day")));
    }

    private static boolean sameArm(@Nullable BigDecimal told, @Nullable BigDecimal arm) {
        if (told == null || arm == null) {
            return told == null && arm == null;
        }
        return told.compareTo(arm) == 0;
    }

    private static boolean near(BigDecimal one, BigDecimal other) {
        return one.subtract(other).abs().compareTo(CENT) <= 0;
    }

    private static BigDecimal cents(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_EVEN);
    }
}
