package dev.opspipeline.adapters.messages;

import dev.opspipeline.account.Tier;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sign of life, sent only after work was really done.
 *
 * @param instance which instance of the service
 * @param acting this instance is the one that acts, not a standby
 * @param marketTime market time of the pass it reports
 * @param lastBrokerRead market time of the broker's last answer; null when there was none
 * @param held positions held
 * @param evaluated positions whose exit rules were evaluated in the last pass
 */
public record Heartbeat(
        String service,
        Tier tier,
        String instance,
        String accountNumber,
        boolean acting,
        Instant marketTime,
        @Nullable Instant lastBrokerRead,
        int held,
        int evaluated) {}
