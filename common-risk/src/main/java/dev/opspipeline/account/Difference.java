package dev.opspipeline.account;

import dev.opspipeline.market.Instrument;

/**
 * One thing in which the book and the broker did not agree; the broker's word has been taken unless {@code kind} says
 * otherwise.
 *
 * @param clientOrderId the order in question; empty for a position
 * @param book units by the book
 * @param broker units by the broker
 */
public record Difference(Kind kind, Instrument instrument, String clientOrderId, int book, int broker) {

    /** What kind of disagreement. */
    public enum Kind {
        /** The broker holds another quantity, and no order of the book explains it. */
        QUANTITY,
        /** The broker works an order the book had never heard of; it is in the book now. */
        ORDER_UNKNOWN,
        /** The broker no longer lists an order the book believes to be working: to be looked up, counted until a second list. */
        ORDER_NOT_LISTED,
        /** More was executed than ordered; the executions count. */
        OVERFILL
    }

    static Difference quantity(Instrument instrument, int book, int broker) {
        return new Difference(Kind.QUANTITY, instrument, "", book, broker);
    }

    static Difference of(Kind kind, BookOrder order, int book, int broker) {
        return new Difference(kind, order.instrument(), order.clientOrderId(), book, broker);
    }
}
