package dev.opspipeline.adapters.alpaca;

/**
 * Who goes first when the broker's requests run out. Orders that close, cancels and look-ups by id are never held back;
 * everything else leaves them room.
 */
enum RateLane {
    /** Closing orders, cancels, and finding out what became of an order. */
    CLOSING(0),
    /** Orders that open a position: none on an account that others are still busy with. */
    OPENING(60),
    /** Account, positions, lists of orders, calendar. */
    READING(20),
    /** Market data, which has a budget of its own. */
    DATA(0);

    private final int reserve;

    RateLane(int reserve) {
        this.reserve = reserve;
    }

    /** Requests of the broker's budget that this lane leaves to the others. */
    int reserve() {
        return reserve;
    }
}
