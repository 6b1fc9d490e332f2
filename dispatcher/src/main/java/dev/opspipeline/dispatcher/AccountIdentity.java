package dev.opspipeline.dispatcher;

import dev.opspipeline.account.Tier;

/**
 * Whose entries these are.
 *
 * @param accountNumber the account the credentials must belong to
 * @param paper the account holds play money
 */
public record AccountIdentity(Tier tier, String accountNumber, boolean paper) {}
