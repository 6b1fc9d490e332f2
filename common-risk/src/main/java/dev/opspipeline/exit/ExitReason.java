package dev.opspipeline.exit;

/** Why a position is closed, or why it is gone: first the reasons to close, most urgent first. */
public enum ExitReason {
    KILL_SWITCH,
    OPERATOR,
    EXPIRATION_RISK,
    END_OF_DAY,
    STOP_LOSS_HIT,
    TRAILING_STOP,
    TAKE_PROFIT_HIT,
    OVERNIGHT_LOSS,
    MAX_HOLD_TIME,
    /** Somebody else closed it: by hand, or the broker itself. */
    CLOSED_EXTERNALLY,
    /** The contract ended worthless in the account. */
    EXPIRED,
    /** The contract was turned into shares, or cash, by its holder. */
    EXERCISED,
    /** The same, by the other side. */
    ASSIGNED;

    /** It was closed from here. */
    boolean isOurs() {
        return compareTo(CLOSED_EXTERNALLY) < 0;
    }
}
