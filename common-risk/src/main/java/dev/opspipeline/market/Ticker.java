package dev.opspipeline.market;

import java.util.regex.Pattern;

/** A stock's symbol. */
public record Ticker(String symbol) implements Instrument, Comparable<Ticker> {

    private static final Pattern SYMBOL = Pattern.compile("[A-Z][A-Z0-9.]{0,9}");

    public Ticker {
        if (!SYMBOL.matcher(symbol).matches()) {
            throw new IllegalArgumentException(
                    "ticker must be 1 to 10 capital letters, digits or dots, was '" + symbol + "'");
        }
    }

    @Override
    public int multiplier() {
        return 1;
    }

    @Override
    public int compareTo(Ticker other) {
        return symbol.compareTo(other.symbol);
    }

    @Override
    public String toString() {
        return symbol;
    }
}
