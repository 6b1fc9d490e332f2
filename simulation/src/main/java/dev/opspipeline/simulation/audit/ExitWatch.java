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

    static final Duration BEFORE_CLOSE = Duration.ofMinutes(15);
    static final Duration BEFORE_CLOSE_EXPIRING = Duration.ofHours(1);
    private static final Duration DAY_HOLD = Duration.ofHours(6);

    private static final Duration GAP_HOLD = Duration.ofMinutes(90);
    private static final Duration GAP_FLAT_AFTER_OPEN = Duration.ofMinutes(89);
    private static final Duration STANDING = Duration.ofSeconds(2);
    private static final Duration STANDING_WIDE = Duration.ofSeconds(15);

    /** An exit that has to happen. */
    record Due(String reason, Instant at) {}

    private final Holding holding;
    private final Run run;
    private final TierTable table;
    private final boolean overnightRule;
    private final Map<String, Instant> timeRules = new HashMap<>();
    private final Map<String, Instant> trueSince = new HashMap<>();
    private @Nullable Due priceDue;
    private @Nullable Instant belowSince;
    private boolean wideSinceBelow;
    private @Nullable Instant maybeBelowSince;

    ExitWatch(Holding holding, Run run, boolean overnightRule) {
        this.holding = holding;
        this.run = run;
        this.table = TierTable.of(holding.tier()).orElseThrow();
        this.overnightRule = overnightRule && !holding.day();
        if (holding.day()) {
            timeRules.put("END_OF_DAY", endOfDay(holding.kind(), run));
            timeRules.put("MAX_HOLD_TIME", holding.openedAt().plus(hold(holding.kind())));
        }
        expirationToday(holding, run).ifPresent(at -> timeRules.put("EXPIRATION_RISK", at));
    }

    /** From when a trade that ends with the day has to be closed. */
    static Instant endOfDay(TradeKind kind, Run run) {
        return kind == TradeKind.GAP ? run.open().plus(GAP_FLAT_AFTER_OPEN) : run.beforeClose(BEFORE_CLOSE);
    }

    /** How long a trade that ends with the day may be held at most. */
    static Duration hold(TradeKind kind) {
        return kind == TradeKind.GAP ? GAP_HOLD : DAY_HOLD;
    }

    /** When today the contract becomes too near to its expiry; empty on all other days. */
    static Optional<Instant> expirationToday(Holding holding, Run run) {
        long days = Occ.parse(holding.symbol())
                .map(occ -> occ.daysToExpiry(run.date()))
                .orElse(Long.MAX_VALUE);
        if (days <= 0) {
            return Optional.of(run.beforeClose(BEFORE_CLOSE_EXPIRING));
        }
        return days == 1 && !holding.day() ? Optional.of(run.beforeClose(BEFORE_CLOSE)) : Optional.empty();
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
        overnight(quote);
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
        Instant from = run.beforeClose(BEFORE_CLOSE);
        BigDecimal lowest =
                holding.averages().stream().min(Comparator.naturalOrder()).orElse(BigDecimal.ZERO);
        if (overnightRule && quote.bid().compareTo(lowest) < 0) {
            if (!quote.at().isBefore(from.minus(Entry.SNAPSHOT_AGE))) {
                isTrue("OVERNIGHT_LOSS", quote.at());
            }
            if (!quote.at().isBefore(from)) {
                due("OVERNIGHT_LOSS", quote.at());
            }
        }
    }

    private BigDecimal stopLevel(Optional<BigDecimal> entry, RoundingMode rounding) {
        BigDecimal kept = BigDecimal.ONE.subtract(table.stop(holding.kind()));
        return entry.orElse(BigDecimal.ZERO).multiply(kept).setScale(2, rounding);
    }

    private BigDecimal target(Optional<BigDecimal> entry, RoundingMode rounding) {
        BigDecimal gained = BigDecimal.ONE.add(table.target(holding.kind()));
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
