package dev.opspipeline.exit;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.TradeUpdate.Execution;
import dev.opspipeline.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one position's closing orders executed: the only source of realised profit. */
final class ExitFills {

    private final AccountBook book;
    private final Map<String, Sum> executed = new LinkedHashMap<>();

    /**
     * Units, and dollars per share times units.
     *
     * @param proceeds for the exact profit; the average price may need rounding
     */
    record Sum(int units, Money proceeds) {

        static final Sum NONE = new Sum(0, Money.ZERO);

        Sum plus(Sum other) {
            return new Sum(units + other.units, proceeds.plus(other.proceeds));
        }

        /** Dollars per share; zero where nothing is left of it. */
        Money averagePrice() {
            return units == 0
                    ? Money.ZERO
                    : Money.nearest(proceeds.amount().divide(BigDecimal.valueOf(units), 8, RoundingMode.HALF_EVEN));
        }
    }

    ExitFills(AccountBook book) {
        this.book = book;
    }

    /** The order closes this position; true when that was not known. */
    boolean include(String clientOrderId) {
        return executed.putIfAbsent(clientOrderId, Sum.NONE) == null;
    }

    /** An execution the book saw for the first time. */
    void add(String clientOrderId, Execution execution) {
        executed.merge(
                clientOrderId, new Sum(execution.quantity(), execution.price().times(execution.quantity())), Sum::plus);
    }

    /** Executions of an order were taken back or changed: it counts as it stands now. */
    void correct(BrokerOrder order) {
        executed.computeIfPresent(
                order.clientOrderId(),
                (id, before) ->
                        order.filledQuantity() == 0 ? Sum.NONE : reported(order).orElse(before));
    }

    Set<String> orders() {
        return Set.copyOf(executed.keySet());
    }

    /** All fills of all closing orders. */
    Sum total() {
        return executed.entrySet().stream()
                .map(entry -> ofOrder(entry.getKey(), entry.getValue()))
                .reduce(Sum.NONE, Sum::plus);
    }

    /** The closing order that executed last. */
    Optional<String> lastFilled() {
        return executed.entrySet().stream()
                .filter(entry -> ofOrder(entry.getKey(), entry.getValue()).units() > 0)
                .map(Map.Entry::getKey)
                .reduce((first, second) -> second);
    }

    /** The executions; the order's own average where it reports more than the stream delivered. */
    private Sum ofOrder(String clientOrderId, Sum seen) {
        return book.order(clientOrderId)
                .filter(order -> order.filledQuantity() > seen.units())
                .flatMap(ExitFills::reported)
                .orElse(seen);
    }

    /** Fills are in cents, and the average of less than a hundred is exact enough to find their sum again. */
    private static Optional<Sum> reported(BrokerOrder order) {
        return Optional.ofNullable(order.averageFillPrice())
                .map(price -> new Sum(
                        order.filledQuantity(),
                        new Money(price.times(order.filledQuantity()).amount().setScale(2, RoundingMode.HALF_EVEN))));
    }
}
