package dev.opspipeline.signal;

import dev.opspipeline.market.Bar;
import org.jspecify.annotations.Nullable;

/**
 * What cannot be true of a ticker's bars. It spoils the windows for as long as any of them reaches back to it: volumes that
 * are wrong are rarely wrong once. The numbers are beyond what ten sessions of twenty busy tickers show.
 */
final class BarFaults {

    /** One minute without volume happens in real feeds; a second one within two hours does not. */
    private static final int MOST_EMPTY_MINUTES = 1;

    private static final double ENORMOUS_VOLUME = 100.0;
    private static final double ENORMOUS_BESIDE_EMPTY = 50.0;

    private static final double JUMP = 0.03;
    private static final double USUAL = 1.0;

    /** From 3:2 on; smaller steps over night are news. */
    private static final double SPLIT = 1.4;

    private static final int REPEATS = 5;

    private @Nullable HoldReason fault;
    private int barsSince;

    /** What still spoils the window; null when nothing does. */
    @Nullable
    HoldReason standing() {
        return fault;
    }

    void forget() {
        fault = null;
    }

    /** Judges the newest bar. */
    void look(BarWindow window, boolean firstOfSession) {
        HoldReason found = priceFault(window, firstOfSession);
        if (found == null && hasVolumeFault(window)) {
            found = HoldReason.IMPOSSIBLE_VOLUME;
        }
        barsSince++;
        if (found != null) {
            fault = found;
            barsSince = 0;
        } else if (barsSince > BarWindow.CAPACITY) {
            fault = null;
        }
    }

    private static @Nullable HoldReason priceFault(BarWindow window, boolean firstOfSession) {
        if (window.bars() < 2) {
            return null;
        }
        if (firstOfSession) {
            double factor = window.bar(0).open() / window.close(1);
            return factor >= SPLIT || factor <= 1.0 / SPLIT ? HoldReason.SPLIT : null;
        }
        if (Math.abs(window.returnOf(0)) >= JUMP && window.volumeRatio() < USUAL) {
            return HoldReason.JUMP_WITHOUT_VOLUME;
        }
        return isRepeat(window) ? HoldReason.STALE_REPEAT : null;
    }

    private static boolean isRepeat(BarWindow window) {
        if (window.bars() < REPEATS || window.close(0) != window.close(1)) {
            return false;
        }
        Bar newest = window.bar(0);
        for (int ago = 1; ago < REPEATS; ago++) {
            Bar bar = window.bar(ago);
            boolean same = bar.open() == newest.open()
                    && bar.high() == newest.high()
                    && bar.low() == newest.low()
                    && bar.close() == newest.close()
                    && bar.volume() == newest.volume();
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasVolumeFault(BarWindow window) {
        if (window.volume(0) == 0) {
            return window.emptyMinutes(BarWindow.CAPACITY) > MOST_EMPTY_MINUTES;
        }
        double ratio = window.volumeRatio();
        return ratio >= ENORMOUS_VOLUME
                || (ratio >= ENORMOUS_BESIDE_EMPTY && window.emptyMinutes(1 + BarWindow.USUAL_VOLUME) > 0);
    }
}
