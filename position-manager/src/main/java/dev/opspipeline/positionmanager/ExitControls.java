package dev.opspipeline.positionmanager;

import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.runtime.MarketClock;
import dev.opspipeline.risk.Control;

/** What operators want closed. No state of trading ever stops an exit: of states, only the end of a flatten matters here. */
public final class ExitControls {

    private final Tier tier;
    private final ExitLoop exits;
    private final MarketClock clock;

    ExitControls(Tier tier, ExitLoop exits, MarketClock clock) {
        this.tier = tier;
        this.exits = exits;
        this.clock = clock;
    }

    /** May come twice: what is being closed already is not closed again. */
    public void take(Control control) {
        if (!control.concerns(tier)) {
            return;
        }
        switch (control) {
            case Control.SetState state -> exits.liftFlatten(state.key());
            case Control.Flatten flatten ->
                exits.flatten(flatten.key(), flatten.includeExternal(), flatten.by(), flatten.at());
            case Control.Close close -> {
                if (clock.now().isBefore(close.expiresAt())) {
                    exits.close(close.instrument(), close.by(), close.at(), close.expiresAt());
                }
            }
            case Control.CloseAll all -> {
                if (clock.now().isBefore(all.expiresAt())) {
                    exits.closeAll(all.includeExternal(), all.by(), all.at(), all.expiresAt());
                }
            }
            case Control.AutomaticStop ignored -> {}
            case Control.ResetLatch ignored -> {}
        }
    }
}
