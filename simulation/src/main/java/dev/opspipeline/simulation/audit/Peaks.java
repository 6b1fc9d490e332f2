package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.BrokerFact.Submit;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** The most positions and dollars each account had at work at any accepted entry. */
final class Peaks {

    private final Map<String, Integer> positions = new HashMap<>();
    private final Map<String, BigDecimal> exposures = new HashMap<>();

    void see(BrokerFact fact, Day day) {
        if (fact instanceof Submit submit && submit.entry()) {
            Ledger ledger = day.ledger(submit.account());
            boolean there = ledger.held(submit.symbol()).isPresent()
                    || ledger.workingEntries().stream()
                            .anyMatch(placed -> placed.submit().symbol().equals(submit.symbol()));
            positions.merge(submit.account(), ledger.positions() + (there ? 0 : 1), Math::max);
            exposures.merge(submit.account(), day.exposure(ledger).add(submit.outlay()), BigDecimal::max);
        }
    }

    int positions(String tier) {
        return positions.getOrDefault(tier, 0);
    }

    BigDecimal exposure(String tier) {
        return exposures.getOrDefault(tier, BigDecimal.ZERO);
    }
}
