package dev.opspipeline.signal;

import java.util.Arrays;
import java.util.Optional;

/** How long a trade is meant to last; each has its own limits, contracts and exits. */
public enum Strategy {
    /** For hours; closed before the session ends. */
    DAY('d'),
    /** For days. */
    SWING('s'),
    /** Against the opening gap: a day trade that ends with the morning. */
    GAP('g');

    private final char letter;

    Strategy(char letter) {
        this.letter = letter;
    }

    /** The letter in a client order id. */
    public char letter() {
        return letter;
    }

    /** Bought to be sold in the same session, by the limits and contracts of day trades. */
    public boolean endsWithTheDay() {
        return switch (this) {
            case DAY, GAP -> true;
            case SWING -> false;
        };
    }

    public static Optional<Strategy> ofLetter(char letter) {
        return Arrays.stream(values()).filter(s -> s.letter == letter).findFirst();
    }
}
