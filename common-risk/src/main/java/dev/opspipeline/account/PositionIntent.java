package dev.opspipeline.account;

/** What an order does to the position; the broker refuses one that does not fit what is held. */
public enum PositionIntent {
    BUY_TO_OPEN(Side.BUY),
    BUY_TO_CLOSE(Side.BUY),
    SELL_TO_CLOSE(Side.SELL);

    private final Side side;

    PositionIntent(Side side) {
        this.side = side;
    }

    public Side side() {
        return side;
    }
}
