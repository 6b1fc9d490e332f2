package dev.opspipeline.adapters.messages;

import dev.opspipeline.account.Tier;
import java.time.Instant;

/**
 * The last limits document a dispatcher accepted: what it starts from when the store cannot be reached.
 *
 * @param version the store's version of it
 * @param document its text as in the store, comments included
 */
public record AcceptedLimits(Tier tier, String version, String document, Instant acceptedAt) {}
