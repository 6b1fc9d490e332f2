package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.BrokerFact.Quote;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The exit watches of all positions of a day. */
final class ExitWatches {

    private final Map<Holding, ExitWatch> watches = new HashMap<>();

    /** Shows a quote to the positions whose own manager was served it. */
    void see(Quote quote, Day day) {
        String account = quote.account();
        if (account != null && quote.service().equals("position-manager")) {
            day.ledger(account)
                    .held(quote.symbol())
                    .filter(holding -> !holding.byHand())
                    .ifPresent(holding -> of(holding, day).see(quote));
        }
    }

    ExitWatch of(Holding holding, Day day) {
        return watches.computeIfAbsent(holding, none -> new ExitWatch(holding, day.run(), smallAccount(holding, day)));
    }

    /** Whether the account was in small-account mode when the position was opened. */
    static boolean smallAccount(Holding holding, Day day) {
        List<Limits> inForce =
                day.parameters().inForce(holding.tier(), day.clocks().wallAt(holding.openedAt()));
        return inForce.isEmpty()
                ? TierTable.of(holding.tier())
                        .flatMap(table -> table.value("small_account_mode"))
                        .map(Boolean::parseBoolean)
                        .orElse(false)
                : inForce.getLast().smallAccount();
    }
}
