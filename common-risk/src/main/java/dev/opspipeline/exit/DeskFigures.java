package dev.opspipeline.exit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an exit desk stands after its last pass.
 *
 * @param held positions held
 * @param evaluated those of them the pass looked after
 * @param heldContracts option contracts held, each counted once
 * @param covered those of them with a plan and, while the market is open, a price young enough to act on
 * @param oldestPrice age of the oldest price of a contract with a plan; null when there is none
 * @param stuck closes that have failed three times or more
 * @param unpriced positions that are gone with nobody to say for how much
 * @param discardedQuotes quotes so far that no price could be taken from
 * @param differences so far between the book and the broker that no order explained
 */
public record DeskFigures(
        int held,
        int evaluated,
        int heldContracts,
        int covered,
        @Nullable Duration oldestPrice,
        int stuck,
        int unpriced,
        long discardedQuotes,
        long differences) {

    static final DeskFigures NONE = new DeskFigures(0, 0, 0, 0, null, 0, 0, 0, 0);

    DeskFigures counting(long discarded, long differed) {
        return new DeskFigures(
                held, evaluated, heldContracts, covered, oldestPrice, stuck, unpriced, discarded, differed);
    }

    /** Share of the held contracts whose stop would fire; 1 when nothing is held. */
    public double stopCoverage() {
        return heldContracts == 0 ? 1 : (double) covered / heldContracts;
    }
}
