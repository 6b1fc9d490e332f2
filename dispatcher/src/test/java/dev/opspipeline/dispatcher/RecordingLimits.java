package dev.opspipeline.dispatcher;

import dev.opspipeline.account.Tier;
import java.time.Instant;

/** Limits in force for tests outside this package. */
public final class RecordingLimits {

    private RecordingLimits() {}

    /** Version 4 of a tier's document, written and read at one moment. */
    public static LimitsInForce with(Tier tier, String document, Instant wallNow) {
        LimitsInForce limits = new LimitsInForce(tier, new RecordingJournal());
        limits.offered(new StoredDocument(limits.policy().parameter(), 4, wallNow, document), wallNow);
        return limits;
    }
}
