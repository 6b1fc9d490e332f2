package dev.opspipeline.account;

/** Where an order stands at the broker. {@code UNKNOWN} is a word of the broker's that is not known here: still alive. */
public enum OrderStatus {
    WORKING,
    PARTIALLY_FILLED,
    FILLED,
    CANCELED,
    EXPIRED,
    REJECTED,
    REPLACED,
    UNKNOWN;

    /** Nothing more can happen to the order. */
    public boolean isTerminal() {
        return switch (this) {
            case FILLED, CANCELED, EXPIRED, REJECTED, REPLACED -> true;
            case WORKING, PARTIALLY_FILLED, UNKNOWN -> false;
        };
    }
}
