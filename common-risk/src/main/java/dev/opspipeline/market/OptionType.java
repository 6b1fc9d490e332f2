package dev.opspipeline.market;

/** The right a contract gives: to buy (call) or to sell (put) its underlying. */
public enum OptionType {
    CALL('C'),
    PUT('P');

    private final char letter;

    OptionType(char letter) {
        this.letter = letter;
    }

    /** The letter in an OCC symbol. */
    public char letter() {
        return letter;
    }

    /** How far out of the money a strike is, as a fraction of the spot; negative when in the money. */
    public double outOfTheMoney(double strike, double spot) {
        return (this == CALL ? strike - spot : spot - strike) / spot;
    }
}
