package dev.opspipeline.sandbox.broker;

import dev.opspipeline.sandbox.market.ListedOption;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One order as it stands; every change makes a new one.
 *
 * @param limit dollars per share; null for a market order
 * @param heldPerShare dollars per share kept back from buying power while it is open; zero for a sell
 * @param filledValue sum of price x contracts of its executions, dollars per share
 * @param endedAt when it was canceled, expired or completely filled
 */
public record PaperOrder(
        String id,
        String clientOrderId,
        ListedOption option,
        Side side,
        int qty,
        @Nullable BigDecimal limit,
        BigDecimal heldPerShare,
        String positionIntent,
        State state,
        int filledQty,
        BigDecimal filledValue,
        int executions,
        Instant submittedAt,
        Instant updatedAt,
        @Nullable Instant endedAt) {

    /** Which way an order trades. */
    public enum Side {
        BUY,
        SELL;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How far an order has come. */
    public enum State {
        PENDING_NEW,
        NEW,
        PARTIALLY_FILLED,
        FILLED,
        CANCELED,
        EXPIRED;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean isOpen() {
        return switch (state) {
            case PENDING_NEW, NEW, PARTIALLY_FILLED -> true;
            case FILLED, CANCELED, EXPIRED -> false;
        };
    }

    /** Contracts that may still fill. */
    public int openQty() {
        return isOpen() ? qty - filledQty : 0;
    }

    public String symbol() {
        return option.symbol();
    }

    /** Dollars per share; null before the first execution. */
    public @Nullable BigDecimal averagePrice() {
        return filledQty == 0
                ? null
                : filledValue
                        .divide(BigDecimal.valueOf(filledQty), 6, RoundingMode.HALF_UP)
                        .stripTrailingZeros();
    }

    /** Dollars kept back for what may still fill. */
    BigDecimal held() {
        return heldPerShare.multiply(BigDecimal.valueOf((long) openQty() * ListedOption.MULTIPLIER));
    }

    PaperOrder as(State next, Instant at) {
        boolean ended = next != State.NEW && next != State.PENDING_NEW && next != State.PARTIALLY_FILLED;
        return new PaperOrder(
                id,
                clientOrderId,
                option,
                side,
                qty,
                limit,
                heldPerShare,
                positionIntent,
                next,
                filledQty,
                filledValue,
                executions,
                submittedAt,
                at,
                ended ? at : null);
    }

    PaperOrder filled(int contracts, BigDecimal price, Instant at) {
        int total = filledQty + contracts;
        boolean whole = total == qty;
        return new PaperOrder(
                id,
                clientOrderId,
                option,
                side,
                qty,
                limit,
                heldPerShare,
                positionIntent,
                whole ? State.FILLED : State.PARTIALLY_FILLED,
                total,
                filledValue.add(price.multiply(BigDecimal.valueOf(contracts))),
                executions + 1,
                submittedAt,
                at,
                whole ? at : null);
    }
}
