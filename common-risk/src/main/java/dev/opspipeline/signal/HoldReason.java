package dev.opspipeline.signal;

/** Why a bar led to no recommendation; every branch has its own. Stable names: they are published. */
public enum HoldReason {
    /** The bar's own numbers make no sense (a price not above zero or outside the bar's range, a negative volume); it entered no window. */
    UNUSABLE_BAR,
    /** The last minutes' volume cannot be true: empty minutes, or enormous ones beside them. */
    IMPOSSIBLE_VOLUME,
    /** The price jumped while hardly anybody traded. */
    JUMP_WITHOUT_VOLUME,
    /** The same bar over and over again: the feed repeats itself. */
    STALE_REPEAT,
    /** The price changed by a factor over night, as in a split: old and new prices are not of the same thing. */
    SPLIT,
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
    LOW_CONFIDENCE,
    /** The rule does not trade at this time of the day. */
    OUT_OF_HOURS,
    /** The close of the session before, or this one's first price, is not known. */
    GAP_UNKNOWN,
    /** The session opened too near the last one's close. */
    NO_GAP,
    /** The price is back at the last session's close. */
    GAP_CLOSED;

    /** The ticker's bars cannot be believed: nothing is traded on them, and somebody must look. */
    public boolean isQuarantine() {
        return switch (this) {
            case UNUSABLE_BAR, IMPOSSIBLE_VOLUME, JUMP_WITHOUT_VOLUME, STALE_REPEAT, SPLIT -> true;
            case WARMING_UP,
                    NO_TREND,
                    WRONG_SIDE,
                    OVEREXTENDED,
                    VOLATILITY_UNKNOWN,
                    LOW_VOLUME_RATIO,
                    LOW_CONFIDENCE,
                    OUT_OF_HOURS,
                    GAP_UNKNOWN,
                    NO_GAP,
                    GAP_CLOSED -> false;
        };
    }
}
