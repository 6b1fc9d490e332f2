package dev.opspipeline.exit;

/** Why a position is closed, most urgent first. */
public enum ExitReason {
    KILL_SWITCH,
    OPERATOR,
    EXPIRATION_RISK,
    END_OF_DAY,
    STOP_LOSS_HIT,
    TRAILING_STOP,
    TAKE_PROFIT_HIT,
    OVERNIGHT_LOSS,
    MAX_HOLD_TIME
}
