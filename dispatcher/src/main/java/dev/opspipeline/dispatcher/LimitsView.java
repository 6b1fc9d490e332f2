package dev.opspipeline.dispatcher;

import dev.opspipeline.account.KillSwitch;
import dev.opspipeline.account.Tier;
import dev.opspipeline.risk.LimitKey;
import dev.opspipeline.risk.TierLimits;
import dev.opspipeline.risk.ValueSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an account's limits stand at one moment, for whoever asks the running service.
 *
 * @param limits those in force; null while there are none
 * @param parameter what they came from
 * @param sources where each of their values came from
 * @param waiting the version that comes into force when its wait is over; null when none waits
 * @param waitingHoldsEntries no entries are made until then, for it lowers something as well
 * @param refused the version last refused, unless a good one followed; null when there is none
 * @param reasons why it was refused
 * @param lastRead wall time at which the store was last read; null when never
 * @param killSwitch what the kill switch last said; null when it could never be read
 */
public record LimitsView(
        Tier tier,
        @Nullable TierLimits limits,
        String parameter,
        Map<LimitKey, ValueSource> sources,
        @Nullable String waiting,
        boolean waitingHoldsEntries,
        @Nullable String refused,
        List<String> reasons,
        @Nullable Instant lastRead,
        @Nullable KillSwitch killSwitch) {

    /** The version in force, or {@code none}. */
    public String version() {
        return limits == null ? "none" : limits.version();
    }
}
