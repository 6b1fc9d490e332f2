package dev.opspipeline.dispatcher.alpaca;

import dev.opspipeline.adapters.alpaca.AlpacaConnection;
import dev.opspipeline.dispatcher.RequestsLeft;
import java.time.InstantSource;
import java.util.OptionalInt;

/** The requests left, from the headers of the broker's last answer. */
public final class BrokersCount implements RequestsLeft {

    private final AlpacaConnection connection;
    private final InstantSource wallClock;

    public BrokersCount(AlpacaConnection connection, InstantSource wallClock) {
        this.connection = connection;
        this.wallClock = wallClock;
    }

    @Override
    public OptionalInt now() {
        return connection
                .tradingBudget()
                .filter(budget -> wallClock.instant().isBefore(budget.resetsAt()))
                .map(budget -> OptionalInt.of(budget.remaining()))
                .orElse(OptionalInt.empty());
    }
}
