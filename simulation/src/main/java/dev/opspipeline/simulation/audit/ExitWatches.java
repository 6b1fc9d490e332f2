package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.BrokerFact.Quote;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The exit watches of all positions of a day: one for each set of numbers that a position may rightly have been given. */
final class ExitWatches {

    private final Map<Holding, List<ExitWatch>> watches = new HashMap<>();

    /** Shows a quote to the positions whose own manager was served it. */
    void see(Quote quote, Day day) {
        String account = quote.account();
        if (account != null && quote.service().equals("position-manager")) {
            day.ledger(account)
                    .held(quote.symbol())
                    .filter(holding -> !holding.byHand())
                    .ifPresent(holding -> of(holding, day).forEach(watch -> watch.see(quote)));
        }
    }

    private List<ExitWatch> of(Holding holding, Day day) {
        return watches.computeIfAbsent(
                holding,
                none -> ExitNumbers.of(holding, day).stream()
                        .map(numbers -> new ExitWatch(holding, day.run(), numbers))
                        .toList());
    }

    /** The first exit that had to happen by then, by whichever numbers it was. */
    Optional<ExitWatch.Due> firstDue(Holding holding, Day day, Instant by) {
        List<Optional<ExitWatch.Due>> due =
                of(holding, day).stream().map(watch -> watch.firstDue(by)).toList();
        return due.stream().anyMatch(Optional::isEmpty)
                ? Optional.empty()
                : due.stream().flatMap(Optional::stream).max(Comparator.comparing(ExitWatch.Due::at));
    }

    /** Every reason that had become true by then, by any numbers it may have had. */
    Collection<String> trueBy(Holding holding, Day day, Instant at) {
        Collection<String> reasons = new TreeSet<>();
        of(holding, day).forEach(watch -> reasons.addAll(watch.trueBy(at)));
        return reasons;
    }
}
