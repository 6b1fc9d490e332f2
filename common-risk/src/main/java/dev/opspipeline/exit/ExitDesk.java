package dev.opspipeline.exit;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.Tier;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.signal.Strategy;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Closes one account's positions: plan, quote and time in; closing orders out. No clock, no I/O, one thread. */
public final class ExitDesk {

    /**
     * @param book the process's one book of this account; the desk feeds it
     * @param terms the terms for positions whose plan is made here
     */
    public ExitDesk(Tier tier, AccountBook book, Function<Strategy, ExitTerms> terms, SessionCalendar calendar) {}

    public List<ExitCommand> handle(ExitEvent event) {
        return List.of();
    }

    /** Positions held at the end of the last pass. */
    public int held() {
        return 0;
    }

    /** How many of them the last pass looked after: rules run, close under way, or nobody's to close but an operator's. */
    public int evaluated() {
        return 0;
    }

    /** The contracts whose quotes are needed. */
    public Set<OptionContract> contractsToQuote() {
        return Set.of();
    }
}
