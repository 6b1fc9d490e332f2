package dev.opspipeline.risk;

/** A limit that stays reached until the next session, or until a named person opens it again. */
public enum Latch {
    DAILY_LOSS,
    SESSION_DRAWDOWN
}
