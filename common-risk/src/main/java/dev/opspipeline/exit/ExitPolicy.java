package dev.opspipeline.exit;

import dev.opspipeline.account.Tier;
import dev.opspipeline.signal.Strategy;

/**
 * How one account's positions are closed: the terms of each strategy, and what is done about positions opened elsewhere.
 *
 * @param version of the document it came from
 * @param adopt which positions opened elsewhere get a plan of their own
 * @param flattenIncludesExternal whether the kill switch's flatten closes those, too
 */
public record ExitPolicy(String version, ExitTerms day, ExitTerms swing, Adopt adopt, boolean flattenIncludesExternal) {

    /** Which positions opened elsewhere are looked after automatically. */
    public enum Adopt {
        NONE,
        LONG_OPTIONS,
        ALL
    }

    /** The tier table's, which holds where no document says otherwise: nothing opened elsewhere is touched. */
    public static ExitPolicy of(Tier tier) {
        boolean smallAccount = isSmall(tier);
        return new ExitPolicy(
                "table",
                ExitTerms.of(tier, Strategy.DAY, smallAccount),
                ExitTerms.of(tier, Strategy.SWING, smallAccount),
                Adopt.NONE,
                false);
    }

    public static boolean isSmall(Tier tier) {
        return switch (tier) {
            case TINY, SMALL -> true;
            case MEDIUM, LARGE -> false;
        };
    }

    public ExitTerms terms(Strategy strategy) {
        return switch (strategy) {
            case DAY -> day;
            case SWING -> swing;
            // The same in every tier: no document speaks of them.
            case GAP -> ExitTerms.AGAINST_THE_GAP;
        };
    }
}
