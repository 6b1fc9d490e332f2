package dev.opspipeline.simulation.world;

import dev.opspipeline.market.Instrument;
import dev.opspipeline.money.Money;

/** What is held of one instrument, at what it cost. */
public record Lot(Instrument instrument, int quantity, Money price) {

    public Money cost() {
        return price.times((long) instrument.multiplier() * quantity);
    }
}
