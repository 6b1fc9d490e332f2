package dev.opspipeline.dispatcher;

import dev.opspipeline.account.Tier;
import dev.opspipeline.risk.Control;
import dev.opspipeline.risk.ControlBoard;
import dev.opspipeline.risk.ControlScope;
import dev.opspipeline.risk.Latch;
import dev.opspipeline.risk.TradingState;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators, and the dispatcher itself, have said about this account's entries: kept on the controls topic. */
final class Controls {

    private static final Logger log = LoggerFactory.getLogger(Controls.class);
    private static final String SERVICE = "dispatcher";

    private final Tier tier;
    private final Journal journal;
    private final ControlBoard board;
    private long taken = -1;

    Controls(Tier tier, Journal journal) {
        this.tier = tier;
        this.journal = journal;
        this.board = new ControlBoard(tier);
    }

    /**
     * Takes a control in as the topic tells it.
     *
     * @param aloud it is news, not history, and nobody else tells of it
     * @return whether it changed anything for this tier
     */
    boolean take(long offset, Control control, boolean aloud) {
        if (offset <= taken || !control.concerns(tier)) {
            return false;
        }
        taken = offset;
        TradingState before = state();
        board.take(control);
        if (aloud) {
            log.atWarn()
                    .addKeyValue("tier", tier)
                    .addKeyValue("control", control)
                    .addKeyValue("before", before)
                    .addKeyValue("state", state())
                    .log("Control taken");
            journal.audit(
                    "control.taken",
                    "%s by %s: %s; state %s, was %s"
                            .formatted(
                                    control.getClass().getSimpleName(),
                                    control.by(),
                                    control.reason(),
                                    state(),
                                    before));
        }
        return true;
    }

    /** Stops entries without being asked, until a named person lets them go on; says so to everybody. */
    void stop(String why, Instant now) {
        Control.AutomaticStop stop = new Control.AutomaticStop(ControlScope.of(tier), SERVICE, why, now);
        board.take(stop);
        log.atError().addKeyValue("tier", tier).addKeyValue("why", why).log("Entries stopped");
        journal.control(stop);
        journal.audit("entries.stopped", why);
    }

    TradingState state() {
        return board.state();
    }

    /** Resting entries are to be canceled. */
    boolean cancelsResting() {
        return board.state() == TradingState.HALTED || board.flatten().isPresent();
    }

    String why() {
        return board.why();
    }

    Optional<Instant> resetAt(Latch latch) {
        return board.resetAt(latch);
    }
}
