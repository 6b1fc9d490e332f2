package dev.opspipeline.account;

import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One order as the book knows it. Its units move one way: open, then filled as the broker reports, then counted in the
 * position; whatever is on the way still counts as open, so that nothing is ever in neither place.
 */
final class BookOrder {

    private final String clientOrderId;
    private final Instrument instrument;
    private final Side side;
    private final Optional<ClientOrderId> ours;
    private int quantity;
    private @Nullable Money outlay;
    private @Nullable BrokerOrder reported;
    private Instant lastHeard;
    private OrderStatus status = OrderStatus.UNKNOWN;
    private boolean presumedOver;
    private int reportedFilled;
    private boolean presumedFilled;
    private int executed;
    private int listed;
    private int readingsWithout;

    private BookOrder(String clientOrderId, Instrument instrument, Side side, int quantity, Instant lastHeard) {
        this.clientOrderId = clientOrderId;
        this.instrument = instrument;
        this.side = side;
        this.quantity = quantity;
        this.lastHeard = lastHeard;
        this.ours = ClientOrderId.parse(clientOrderId);
    }

    static BookOrder reserved(Reservation reservation) {
        BookOrder order = new BookOrder(
                reservation.id().value(), reservation.contract(), Side.BUY, reservation.contracts(), reservation.at());
        order.outlay = reservation.outlay();
        return order;
    }

    static BookOrder of(BrokerOrder order, Instant at) {
        return new BookOrder(order.clientOrderId(), order.instrument(), order.side(), order.quantity(), at);
    }

    /**
     * Takes the broker's report: fills never shrink and a terminal state is final, in whatever order reports come. Only what
     * was presumed here is not: an order given up that turns out to be alive counts again, and fills read off a list of
     * positions that somebody else brought about are none once the order has ended without them.
     */
    void report(BrokerOrder order, Instant at) {
        boolean corrects = presumedFilled && order.status().isTerminal();
        reportedFilled = Math.max(corrects ? executed : reportedFilled, order.filledQuantity());
        presumedFilled &= !corrects;
        quantity = order.quantity();
        lastHeard = at.isAfter(lastHeard) ? at : lastHeard;
        readingsWithout = 0;
        if (!status.isTerminal() || presumedOver || corrects) {
            status = order.status().isTerminal() || reportedFilled == 0 ? order.status() : OrderStatus.PARTIALLY_FILLED;
            presumedOver = false;
        }
        if (reported == null || order.filledQuantity() >= reported.filledQuantity()) {
            reported = order;
        }
    }

    /**
     * Whether that report, of a list begun after all that was heard of it, takes fills back or changes their price: only of an order
     * that has ended, for any other may be told late. What was only presumed filled is none of the broker's word.
     */
    boolean isTakenBack(BrokerOrder order, Instant before) {
        return reported != null
                && order.status().isTerminal()
                && !presumedFilled
                && lastHeard.isBefore(before)
                && (order.filledQuantity() < reportedFilled || isAtAnotherPrice(order));
    }

    private boolean isAtAnotherPrice(BrokerOrder order) {
        return reported != null
                && reported.averageFillPrice() != null
                && order.averageFillPrice() != null
                && reported.filledQuantity() == order.filledQuantity()
                && reportedFilled == order.filledQuantity()
                && !reported.averageFillPrice().equals(order.averageFillPrice());
    }

    /**
     * Executions were taken back or changed: it stands as told, even where that is less than before. Returns by how many units
     * the position has become smaller, as a negative number.
     */
    int correct(BrokerOrder order, Instant at) {
        int fewer = fewer(order);
        int stands = held() + fewer;
        executed = stands;
        listed = stands;
        reportedFilled = order.filledQuantity();
        reported = order;
        quantity = order.quantity();
        status = order.status();
        presumedOver = false;
        lastHeard = at.isAfter(lastHeard) ? at : lastHeard;
        return fewer;
    }

    /** By how many units the position becomes smaller if the order stands like that, as a negative number. */
    int fewer(BrokerOrder order) {
        return Math.min(0, order.filledQuantity() - held());
    }

    /** Counts an execution; returns how many of its units the position does not contain yet. */
    int execute(int units) {
        int before = held();
        executed += units;
        reportedFilled = Math.max(reportedFilled, executed);
        return held() - before;
    }

    /** The broker's list of positions contains so many more units of this order. */
    void list(int units) {
        listed = held() + units;
        if (listed > reportedFilled) {
            reportedFilled = listed;
            presumedFilled = true;
        }
        if (listed >= quantity && !status.isTerminal()) {
            status = OrderStatus.FILLED;
        }
    }

    /** All fills reported so far are in the position, or have left it again. */
    void settle() {
        listed = Math.max(listed, reportedFilled);
    }

    /** A reading of open orders did not contain it; the second one ends it. */
    void missFromReading() {
        readingsWithout++;
        if (readingsWithout > 1) {
            cancel();
        }
    }

    /** Presumes it over, without the broker having said so. */
    void cancel() {
        if (!status.isTerminal()) {
            status = OrderStatus.CANCELED;
            presumedOver = true;
        }
    }

    /** Units that are in the position already. */
    int held() {
        return Math.max(executed, listed);
    }

    /** Units that may still come into the position. */
    int pending() {
        return Math.max(0, (status.isTerminal() ? reportedFilled : quantity) - held());
    }

    /** Units that are in the position for certain, though perhaps not in the book. */
    int reportedPending() {
        return Math.max(0, reportedFilled - held());
    }

    /** Dollars set aside for what is pending, rounded up to the hundredth of a cent. */
    Money reserved() {
        return new Money(wholeOutlay()
                .amount()
                .multiply(BigDecimal.valueOf(pending()))
                .divide(BigDecimal.valueOf(quantity), 4, RoundingMode.CEILING));
    }

    private Money wholeOutlay() {
        if (outlay != null) {
            return outlay;
        }
        Money price = reported == null
                ? null
                : reported.limitPrice() != null ? reported.limitPrice() : reported.averageFillPrice();
        return price == null ? Money.ZERO : price.times((long) instrument.multiplier() * quantity);
    }

    List<Difference> overfill() {
        return executed > quantity
                ? List.of(Difference.of(Difference.Kind.OVERFILL, this, quantity, executed))
                : List.of();
    }

    /** Buys an option, and not in order to close a short one. */
    boolean opens() {
        return side == Side.BUY
                && instrument instanceof OptionContract
                && !(ours.orElse(null) instanceof ClientOrderId.Close);
    }

    Optional<ClientOrderId.Entry> entryOf(Tier tier) {
        return ours.filter(id -> id.tier() == tier)
                .filter(ClientOrderId.Entry.class::isInstance)
                .map(ClientOrderId.Entry.class::cast);
    }

    /** As last reported, with what has become known since, without an average until all fills are in it; empty while the broker has said nothing. */
    Optional<BrokerOrder> view() {
        return Optional.ofNullable(reported)
                .map(order -> new BrokerOrder(
                        order.id(),
                        order.clientOrderId(),
                        order.instrument(),
                        order.side(),
                        order.quantity(),
                        reportedFilled,
                        // The average of some of its fills is not that of all of them.
                        order.filledQuantity() < reportedFilled ? null : order.averageFillPrice(),
                        order.limitPrice(),
                        status,
                        order.submittedAt(),
                        order.filledAt()));
    }

    boolean isAcknowledged() {
        return reported != null;
    }

    boolean isTerminal() {
        return status.isTerminal();
    }

    boolean isFilledAtAll() {
        return reportedFilled > 0 || held() > 0;
    }

    Instant lastHeard() {
        return lastHeard;
    }

    String clientOrderId() {
        return clientOrderId;
    }

    Instrument instrument() {
        return instrument;
    }

    Side side() {
        return side;
    }

    int signed(int units) {
        return side == Side.BUY ? units : -units;
    }
}
