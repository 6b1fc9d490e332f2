package dev.opspipeline.positionmanager;

import dev.opspipeline.adapters.runtime.MarketClock;
import org.jspecify.annotations.Nullable;

/** What the parameter store says about exits. It may say nothing for as long as it likes: what was last read holds. */
public final class ExitParameters {

    private static final String FLATTEN = "flatten";
    private static final String KILL_SWITCH = "kill switch";

    private final PolicyInForce policy;
    private final ExitLoop exits;
    private final MarketClock clock;

    ExitParameters(PolicyInForce policy, ExitLoop exits, MarketClock clock) {
        this.policy = policy;
        this.exits = exits;
        this.clock = clock;
    }

    /**
     * The store was read.
     *
     * @param document null when there is none
     * @param killSwitch null when it was never set
     */
    public void read(@Nullable String document, String version, @Nullable String killSwitch) {
        policy.offered(document, version);
        if (killSwitch != null && killSwitch.strip().equals(FLATTEN)) {
            exits.flatten(KILL_SWITCH, policy.policy().flattenIncludesExternal(), "the kill switch", clock.now());
        } else {
            exits.liftFlatten(KILL_SWITCH);
        }
    }
}
