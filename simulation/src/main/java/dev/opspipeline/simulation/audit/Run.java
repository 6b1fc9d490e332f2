package dev.opspipeline.simulation.audit;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How the audited day was run.
 *
 * @param step market time between two looks of the services at the world
 * @param clock {@code stepped} or {@code free}
 * @param speed market seconds a wall second, as reported by the run
 * @param heldMillis wall milliseconds the clock was held, by cause
 */
record Run(
        LocalDate date,
        Instant open,
        Instant close,
        Duration step,
        String clock,
        BigDecimal speed,
        Map<String, BigDecimal> heldMillis,
        List<Account> accounts) {

    record Account(String tier, String number, BigDecimal openingEquity) {}

    static Run read(Line line) {
        Map<String, BigDecimal> held = new TreeMap<>();
        line.child("held_ms")
                .ifPresent(causes ->
                        causes.json().propertyNames().forEach(cause -> held.put(cause, causes.amount(cause))));
        List<Account> accounts = line.children("tiers").stream()
                .map(tier -> new Account(tier.text("tier"), tier.text("account_number"), tier.amount("opening_equity")))
                .toList();
        if (accounts.isEmpty()) {
            throw new UnreadableRecord(line.place() + ": tiers is empty");
        }
        for (Account account : accounts) {
            if (TierTable.of(account.tier()).isEmpty()) {
                throw new UnreadableRecord(line.place() + ": unknown tier " + account.tier());
            }
        }
        return new Run(
                date(line),
                line.instant("open"),
                line.instant("close"),
                Duration.ofMillis(line.amount("step_seconds").movePointRight(3).longValue()),
                line.text("clock"),
                line.optionalAmount("speed").orElse(BigDecimal.ZERO),
                held,
                accounts);
    }

    private static LocalDate date(Line line) {
        try {
            return LocalDate.parse(line.text("date"));
        } catch (java.time.format.DateTimeParseException e) {
            throw new UnreadableRecord(line.place() + ": date is not a date: '" + line.text("date") + "'", e);
        }
    }

    /** What a free clock may move on between a decision and its order; nothing when the clock is stepped. */
    Duration slack() {
        return clock.equals("free") ? step : Duration.ZERO;
    }

    Duration twoSteps() {
        return step.multipliedBy(2);
    }

    Instant beforeClose(Duration duration) {
        return close.minus(duration);
    }

    Optional<Account> account(String tier) {
        return accounts.stream().filter(account -> account.tier().equals(tier)).findFirst();
    }
}
