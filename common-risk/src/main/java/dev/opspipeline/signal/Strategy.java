package dev.opspipeline.signal;

import java.util.Arrays;
import java.util.Optional;

/** How long a trade is meant to last; each has its own limits, contracts and exits. */
public enum Strategy {
    DAY('d'),
    SWING('s');

    private final char letter;

    Strategy(char letter) {
        this.letter = letter;
    }

    /** The letter in a client order id. */
    public char letter() {
        return letter;
    }

    public static Optional<Strategy> ofLetter(char letter) {
        return Arrays.stream(values()).filter(s -> s.letter == letter).findFirst();
    }
}
