package dev.opspipeline.signal;

import dev.opspipeline.market.OptionType;

/** What a recommendation proposes. Only long premium is ever opened, so there are two values. */
public enum Action {
    BUY_CALL(OptionType.CALL),
    BUY_PUT(OptionType.PUT);

    private final OptionType optionType;

    Action(OptionType optionType) {
        this.optionType = optionType;
    }

    public OptionType optionType() {
        return optionType;
    }
}
