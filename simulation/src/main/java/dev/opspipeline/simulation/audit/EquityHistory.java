package dev.opspipeline.simulation.audit;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an account was worth through the day, at the instants at which that is certain. */
final class EquityHistory {

    /**
     * @param lossLimit the loosest daily loss limit in force then, dollars
     * @param optionsBuyingPower null where the broker did not state it
     */
    record Worth(
            Instant at,
            BigDecimal equity,
            BigDecimal lastEquity,
            @Nullable BigDecimal lossLimit,
            @Nullable BigDecimal optionsBuyingPower) {

        BigDecimal lost() {
            return lastEquity.subtract(equity);
        }

        boolean beyondLimit() {
            return lossLimit != null && lost().compareTo(lossLimit) >= 0;
        }
    }

    private final List<Worth> history = new ArrayList<>();

    void add(Worth worth) {
        history.add(worth);
    }

    Optional<Worth> last() {
        return history.isEmpty() ? Optional.empty() : Optional.of(history.getLast());
    }

    /** The highest equity a snapshot taken between the instants may have shown, the standing one at the start included. */
    Optional<BigDecimal> highest(Instant from, Instant to) {
        return highest(from, to, Worth::equity);
    }

    Optional<BigDecimal> highestBuyingPower(Instant from, Instant to) {
        return highest(from, to, Worth::optionsBuyingPower);
    }

    private Optional<BigDecimal> highest(Instant from, Instant to, Function<Worth, @Nullable BigDecimal> figure) {
        BigDecimal highest = null;
        for (Worth worth : history) {
            BigDecimal value = figure.apply(worth);
            if (value == null || worth.at().isAfter(to)) {
                continue;
            }
            highest = highest == null || worth.at().isBefore(from) ? value : highest.max(value);
        }
        return Optional.ofNullable(highest);
    }

    /** The least that a snapshot between the instants showed lost from the best that stood for so long before. */
    Optional<BigDecimal> fallen(Instant from, Instant to, Duration standing) {
        BigDecimal best = null;
        Worth before = null;
        for (Worth worth : history) {
            if (worth.at().isAfter(from)) {
                break;
            }
            if (before != null && !worth.at().isBefore(before.at().plus(standing))) {
                best = best == null ? before.equity() : best.max(before.equity());
            }
            before = worth;
        }
        Optional<BigDecimal> highest = highest(from, to);
        return best == null || highest.isEmpty() ? Optional.empty() : Optional.of(best.subtract(highest.get()));
    }

    /** The worth at which the daily loss stood beyond its limit for so long that no snapshot can have missed it. */
    Optional<Worth> latched(Instant until, Duration standing) {
        Worth first = null;
        for (Worth worth : history) {
            if (worth.at().isAfter(until)) {
                break;
            }
            if (!worth.beyondLimit()) {
                first = null;
            } else if (first == null) {
                first = worth;
            }
            if (first != null && !worth.at().isBefore(first.at().plus(standing))) {
                return Optional.of(first);
            }
        }
        return Optional.empty();
    }

    /** The worth since which the loss stands at or beyond a limit without a break; empty when it stands for less. */
    Optional<Worth> standing(Instant until, BigDecimal limit, Duration standing) {
        Worth first = null;
        for (Worth worth : history) {
            if (!worth.at().isAfter(until)) {
                boolean beyond = worth.lost().compareTo(limit) >= 0;
                first = !beyond ? null : first == null ? worth : first;
            }
        }
        return Optional.ofNullable(first)
                .filter(worth -> !worth.at().plus(standing).isAfter(until));
    }
}
