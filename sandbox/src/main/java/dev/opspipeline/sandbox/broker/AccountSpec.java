package dev.opspipeline.sandbox.broker;

import java.math.BigDecimal;

/**
 * One account as it opens: who may use it and what is in it.
 *
 * @param tier names the account in the journal
 * @param cash dollars, all of it settled
 */
public record AccountSpec(String tier, String keyId, String secretKey, String accountNumber, BigDecimal cash) {

    @Override
    public String toString() {
        return "AccountSpec[" + tier + ", " + accountNumber + ", " + cash + "]";
    }
}
