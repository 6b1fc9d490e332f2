package dev.opspipeline.account;

import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.money.Money;
import java.time.Instant;

/** Something the broker has booked that changed what an account holds, whoever asked for it. */
public sealed interface Activity {

    /** The broker's, unique. */
    String id();

    /** When it was booked; of those that have a date only, the start of that day. */
    Instant at();

    Instrument instrument();

    /** Units, without a sign. */
    int quantity();

    /**
     * One execution.
     *
     * @param orderId the broker's id of the order
     * @param price dollars per share
     */
    record Fill(String id, String orderId, Instrument instrument, Side side, int quantity, Money price, Instant at)
            implements Activity {}

    /**
     * A contract has left the account without being traded.
     *
     * @param price dollars per share that were paid in cash; zero when it ended worthless or became shares
     */
    record Ended(String id, OptionContract contract, Ending ending, int quantity, Money price, Instant at)
            implements Activity {

        @Override
        public Instrument instrument() {
            return contract;
        }
    }

    /** How a contract ends. */
    enum Ending {
        EXPIRED,
        EXERCISED,
        ASSIGNED
    }
}
