package dev.opspipeline.risk;

import java.time.Duration;

/** Opens nothing that nobody would close: this account's acting exit loop must have been heard lately (wall time). */
record ExitManagerGate(Duration maxSilence) implements RiskGate {

    @Override
    public Verdict check(Proposal proposal) {
        Duration silence = proposal.sinceExitManager();
        String limit = "heard within " + Figures.seconds(maxSilence);
        return silence == null
                ? Verdict.of(RefusalCode.NO_EXIT_MANAGER, false, "never heard", limit)
                : Verdict.of(
                        RefusalCode.NO_EXIT_MANAGER,
                        silence.compareTo(maxSilence) <= 0,
                        "heard " + Figures.seconds(silence) + " ago",
                        limit);
    }
}
