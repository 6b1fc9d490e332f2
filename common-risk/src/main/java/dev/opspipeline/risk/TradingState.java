package dev.opspipeline.risk;

/** Whether entries may be made at all; no state ever stops an exit. */
public enum TradingState {
    ACTIVE,
    /** No entries. */
    REDUCING,
    /** No entries, and resting ones are cancelled. */
    HALTED;

    /** The stricter of two states: a tier's, the system's, the kill switch's. */
    public TradingState and(TradingState other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
