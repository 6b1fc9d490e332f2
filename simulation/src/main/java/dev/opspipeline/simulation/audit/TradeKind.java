package dev.opspipeline.simulation.audit;

import java.util.Arrays;
import java.util.Optional;

/** How long a trade is meant to last, as recommendations and order ids say it. */
enum TradeKind {
    DAY("d"),
    SWING("s"),
    GAP("g");

    private final String letter;

    TradeKind(String letter) {
        this.letter = letter;
    }

    /** By the letter in an order's id. */
    static Optional<TradeKind> ofLetter(String letter) {
        return Arrays.stream(values())
                .filter(kind -> kind.letter.equals(letter))
                .findFirst();
    }

    static Optional<TradeKind> of(String strategy) {
        return Arrays.stream(values())
                .filter(kind -> kind.name().equals(strategy))
                .findFirst();
    }

    /** Ends with the day, and is limited as day trades are. */
    boolean day() {
        return this != SWING;
    }
}
