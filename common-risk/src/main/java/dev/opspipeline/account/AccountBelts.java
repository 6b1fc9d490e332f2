package dev.opspipeline.account;

import org.jspecify.annotations.Nullable;

/**
 * The owner's own belts at the broker: what it would refuse whatever is sent.
 *
 * @param noShorting nothing may be sold that is not held
 * @param maxOptionsTradingLevel level to which the owner has restricted options, 0 to 3, where
 *     {@link AccountSnapshot#LEVEL_THAT_BUYS} may buy calls and puts; null when not restricted
 * @param suspendTrade every new order is refused, exits too
 */
public record AccountBelts(boolean noShorting, @Nullable Integer maxOptionsTradingLevel, boolean suspendTrade) {

    /** Whether options may be bought at that level, as far as the owner's restriction goes. */
    public boolean allowsOptionsLevel(int level) {
        return maxOptionsTradingLevel == null || maxOptionsTradingLevel >= level;
    }
}
