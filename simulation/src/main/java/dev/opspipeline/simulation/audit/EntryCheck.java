package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.BrokerFact.Submit;
import java.util.List;
import java.util.Optional;

/** Holds every accepted entry against one limit, under each document that may have been in force. */
record EntryCheck(EntryRule entryRule) implements Check {

    @Override
    public String rule() {
        return entryRule.name();
    }

    @Override
    public Matter matter() {
        return Matter.ENTRIES;
    }

    @Override
    public void see(BrokerFact fact, Day day, Findings findings) {
        if (fact instanceof Submit submit) {
            Entry.of(submit, day)
                    .filter(entry -> entry.first() || entryRule.holdsForRepricing())
                    .ifPresent(entry -> judge(entry, findings));
        }
    }

    private void judge(Entry entry, Findings findings) {
        findings.checked();
        String breach = null;
        List<Limits> inForce = entry.inForce();
        for (Limits limits : inForce) {
            Optional<String> broken = entryRule.breach(entry, limits);
            if (broken.isEmpty()) {
                return;
            }
            breach = broken.get() + " (document version " + limits.version() + ")";
        }
        if (breach != null) {
            findings.violation(
                    entry.submit().account(), entry.at(), entry.submit().clientOrderId(), breach);
        }
    }
}
