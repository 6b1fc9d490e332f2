package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.BrokerFact.Quote;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One position's exits, recomputed from its fills and the quotes its manager was served: since when it had to be closed,
 * and which reasons were true. Where rounding or a later fill leaves a level open by a cent, an exit is due only beyond
 * the further level and true from the nearer one.
 */
final class ExitWatch {

    private static final BigDecimal CENT = new BigDecimal("0.01");
    private static final Duration STANDING = Duration.ofSeconds(2);
    private static final Duration STANDING_WIDE = Duration.ofSeconds(15);

    /** An exit that has to happen. */
    record Due(String reason, Instant at) {}

    private final Holding holding;
    private final Run run;
    private final ExitNumbers numbers;
    private final Map<String, Instant> timeRules;
    private final Map<String, Instant> trueSince = new HashMap<>();
    private @Nullable Due priceDue;
    private @Nullable Instant belowSince;
    private boolean wideSinceBelow;
    private @Nullable Instant maybeBelowSince;
    private @Nullable BigDecimal lastBid;
    private BigDecimal peak = BigDecimal.ZERO;
    private BigDecimal highest = BigDecimal.ZERO;

    ExitWatch(Holding holding, Run run, ExitNumbers numbers) {
        this.holding = holding;
        this.run = run;
        this.numbers = numbers;
        this.timeRules = numbers.timeRules(holding, run);
    }

    /** A quote the position's manager was served. */
    void see(Quote quote) {
        if (quote.at().isBefore(run.open()) || !quote.at().isBefore(run.close())) {
            return;
        }
        maybeStop(quote);
        if (!quote.usable()) {
            return;
        }
        stop(quote);
        if (quote.bid()
                        .compareTo(target(
                                holding.averages().stream().max(Comparator.naturalOrder()), RoundingMode.CEILING))
                >= 0) {
            due("TAKE_PROFIT_HIT", quote.at());
        }
        if (quote.bid()
                        .compareTo(
                                target(holding.averages().stream().min(Comparator.naturalOrder()), RoundingMode.FLOOR))
                >= 0) {
            isTrue("TAKE_PROFIT_HIT", quote.at());
        }
        trailing(quote);
        overnight(quote);
    }

    /** The peak is what two quotes in a row reached; a single print may only make the reason true. */
    private void trailing(Quote quote) {
        BigDecimal bid = quote.bid();
        BigDecimal before = lastBid;
        lastBid = bid;
        if (before != null) {
            peak = peak.max(before.min(bid));
        }
        highest = highest.max(bid);
        BigDecimal low =
                holding.averages().stream().min(Comparator.naturalOrder()).orElse(BigDecimal.ZERO);
        BigDecimal high =
                holding.averages().stream().max(Comparator.naturalOrder()).orElse(BigDecimal.ZERO);
        if (numbers.trails(high, peak)
                && bid.compareTo(numbers.trailingLevel(low, peak).subtract(CENT)) <= 0) {
            due("TRAILING_STOP", quote.at());
        }
        if (numbers.trails(low, highest)
                && bid.compareTo(numbers.trailingLevel(high, highest).add(CENT)) <= 0) {
            isTrue("TRAILING_STOP", quote.at());
        }
    }

    private void stop(Quote quote) {
        BigDecimal level = stopLevel(holding.averages().stream().min(Comparator.naturalOrder()), RoundingMode.FLOOR);
        if (quote.bid().compareTo(level) > 0) {
            belowSince = null;
            wideSinceBelow = false;
            return;
        }
        if (belowSince == null) {
            belowSince = quote.at();
        }
        wideSinceBelow |= quote.wide();
        Instant stands = belowSince.plus(wideSinceBelow ? STANDING_WIDE : STANDING);
        if (!quote.at().isBefore(stands)) {
            due("STOP_LOSS_HIT", quote.at());
        }
    }

    private void maybeStop(Quote quote) {
        BigDecimal level = stopLevel(holding.averages().stream().max(Comparator.naturalOrder()), RoundingMode.CEILING);
        if (quote.bid().compareTo(level) > 0) {
            maybeBelowSince = null;
            return;
        }
        if (maybeBelowSince == null) {
            maybeBelowSince = quote.at();
        }
        Duration standing = quote.usable() && !quote.wide() ? STANDING : STANDING_WIDE;
        if (!quote.at().isBefore(maybeBelowSince.plus(standing))) {
            isTrue("STOP_LOSS_HIT", quote.at());
        }
    }

    private void overnight(Quote quote) {
        Instant from = run.beforeClose(numbers.beforeClose());
        BigDecimal lowest =
                holding.averages().stream().min(Comparator.naturalOrder()).orElse(BigDecimal.ZERO);
        if (numbers.overnight() && quote.bid().compareTo(lowest) < 0) {
            if (!quote.at().isBefore(from.minus(Entry.SNAPSHOT_AGE))) {
                isTrue("OVERNIGHT_LOSS", quote.at());
            }
            if (!quote.at().isBefore(from)) {
                due("OVERNIGHT_LOSS", quote.at());
            }
        }
    }

    private BigDecimal stopLevel(Optional<BigDecimal> entry, RoundingMode rounding) {
        BigDecimal kept = BigDecimal.ONE.subtract(numbers.stop());
        return entry.orElse(BigDecimal.ZERO).multiply(kept).setScale(2, rounding);
    }

    private BigDecimal target(Optional<BigDecimal> entry, RoundingMode rounding) {
        BigDecimal gained = BigDecimal.ONE.add(numbers.target());
        return entry.orElse(BigDecimal.ZERO).multiply(gained).setScale(2, rounding);
    }

    private void due(String reason, Instant at) {
        if (priceDue == null) {
            priceDue = new Due(reason, at);
        }
    }

    private void isTrue(String reason, Instant at) {
        trueSince.putIfAbsent(reason, at);
    }

    /** The first exit that had to happen by that instant. */
    Optional<Due> firstDue(Instant by) {
        Optional<Due> timed = timeRules.entrySet().stream()
                .filter(rule -> !rule.getValue().isAfter(by))
                .map(rule -> new Due(rule.getKey(), rule.getValue()))
                .min(Comparator.comparing(Due::at));
        Due price = priceDue;
        if (price == null || price.at().isAfter(by)) {
            return timed;
        }
        return timed.filter(due -> due.at().isBefore(price.at())).or(() -> Optional.of(price));
    }

    /** Every reason that had become true by that instant. */
    Collection<String> trueBy(Instant at) {
        Map<String, Instant> all = new HashMap<>(timeRules);
        all.replaceAll((reason, since) -> since.minus(run.slack()));
        all.putAll(trueSince);
        return all.entrySet().stream()
                .filter(reason -> !reason.getValue().isAfter(at))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
