package dev.opspipeline.market;

/** Something an account can hold: a stock or an option contract, never confused with one another. */
public sealed interface Instrument permits Ticker, OptionContract {

    /** The broker's symbol: {@code NVDA} for a stock, the OCC symbol for a contract. */
    String symbol();

    /** Shares that one unit stands for: 1 for a stock, 100 for a contract. */
    int multiplier();
}
