package dev.opspipeline.signal;

/** Why a bar led to no recommendation; every branch has its own. Stable names: they are published. */
public enum HoldReason {
    /** The bar's own numbers make no sense (a price not above zero, a negative volume); it entered no window. */
    UNUSABLE_BAR,
    /** Fewer than 50 bars, or fewer than 49 one-minute returns, have been seen. */
    WARMING_UP,
    /** The short and the long average are equal: no direction. */
    NO_TREND,
    /** The close is on the wrong side of the short average by more than the allowed pull-back. */
    WRONG_SIDE,
    /** The close has run too far from the short average in the trend's direction. */
    OVEREXTENDED,
    /** Prices did not move in the whole window, so that volatility says nothing. */
    VOLATILITY_UNKNOWN,
    /** Less than half the usual volume. */
    LOW_VOLUME_RATIO,
    /** Confidence is below what even a swing trade needs. */
    LOW_CONFIDENCE
}
