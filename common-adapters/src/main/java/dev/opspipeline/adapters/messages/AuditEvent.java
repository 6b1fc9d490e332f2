package dev.opspipeline.adapters.messages;

import dev.opspipeline.account.Tier;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something an auditor or an operator must be able to find later: a change of configuration or state, an alert.
 *
 * @param tier null when it concerns no account
 * @param event what happened, as in {@code config.refused}
 * @param detail the facts, for a person
 */
public record AuditEvent(@Nullable Tier tier, String service, String event, String detail, Instant at) {}
