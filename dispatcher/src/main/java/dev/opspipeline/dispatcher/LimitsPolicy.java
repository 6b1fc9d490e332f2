package dev.opspipeline.dispatcher;

import dev.opspipeline.account.Tier;

/**
 * Where a tier's limits may come from. Both fall-backs are closed unless somebody opened them: a small account once ran on the
 * limits of a large one.
 *
 * @param allowShared the shared parameter may serve this tier even where it names none
 * @param allowTableDefaults the tier table alone may serve where there is no document at all
 */
public record LimitsPolicy(Tier tier, boolean allowShared, boolean allowTableDefaults) {

    static LimitsPolicy strict(Tier tier) {
        return new LimitsPolicy(tier, false, false);
    }

    /** The parameter of this tier alone. */
    public String parameter() {
        return StoredDocument.SHARED_PARAMETER + "_" + tier.id();
    }

    /** The parameter that stands in where the tier's own does not exist. */
    public String sharedParameter() {
        return StoredDocument.SHARED_PARAMETER;
    }
}
