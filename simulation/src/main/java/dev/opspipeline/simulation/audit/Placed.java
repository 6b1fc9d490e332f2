package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.BrokerFact.Submit;
import java.math.BigDecimal;

/** An order the broker accepted, and what became of it so far. */
final class Placed {

    private final Submit submit;
    private int filled;
    private boolean terminal;

    Placed(Submit submit) {
        this.submit = submit;
    }

    Submit submit() {
        return submit;
    }

    int filled() {
        return filled;
    }

    boolean live() {
        return !terminal;
    }

    int remaining() {
        return live() ? submit.quantity() - filled : 0;
    }

    /** Dollars still to be paid at the limit. */
    BigDecimal reserved() {
        return submit.limitPrice() == null
                ? BigDecimal.ZERO
                : submit.limitPrice()
                        .multiply(BigDecimal.valueOf((long) remaining() * Occ.multiplier(submit.symbol())));
    }

    void fill(int quantity) {
        filled += quantity;
        terminal |= filled >= submit.quantity();
    }

    /** An ended order stays ended, whatever is taken back. */
    void takeBack(int quantity) {
        filled -= quantity;
    }

    void end() {
        terminal = true;
    }
}
