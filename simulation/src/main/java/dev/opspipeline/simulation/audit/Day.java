package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.BrokerFact.Fill;
import dev.opspipeline.simulation.audit.BrokerFact.Funds;
import dev.opspipeline.simulation.audit.BrokerFact.Quote;
import dev.opspipeline.simulation.audit.BrokerFact.Statement;
import dev.opspipeline.simulation.audit.BrokerFact.Submit;
import dev.opspipeline.simulation.audit.EquityHistory.Worth;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The audited day: the claims in full, and the accounts as far as the broker's facts have been read. */
final class Day {

    private final Run run;
    private final Topics topics;
    private final Parameters parameters;
    private final Clocks clocks;
    private final Path directory;
    private final Map<String, Ledger> ledgers = new LinkedHashMap<>();
    private final Map<String, EquityHistory> equities = new LinkedHashMap<>();
    private final Marks marks = new Marks();
    private Instant now = Instant.MIN;

    private Day(Path directory, Run run, Topics topics, Parameters parameters, Clocks clocks) {
        this.directory = directory;
        this.run = run;
        this.topics = topics;
        this.parameters = parameters;
        this.clocks = clocks;
        run.accounts().forEach(account -> {
            ledgers.put(account.tier(), new Ledger(account.tier()));
            equities.put(account.tier(), new EquityHistory());
        });
    }

    static Day read(Path directory) {
        Clocks clocks = new Clocks();
        Run run = Run.read(Line.whole(directory.resolve("run.json")));
        Parameters parameters = Parameters.read(directory.resolve("store.jsonl"), clocks);
        Topics topics = Topics.read(directory.resolve("topics.jsonl"), clocks);
        return new Day(directory, run, topics, parameters, clocks);
    }

    /** Shows every fact to the observer while the accounts are still as before it, then enters it. */
    void replay(Consumer<BrokerFact> observer) {
        new BrokerFacts(directory.resolve("broker.jsonl"), ledgers.keySet()).each(fact -> {
            now = fact.at();
            if (fact instanceof Submit submit) {
                observeFunds(submit);
            }
            observer.accept(fact);
            enter(fact);
        });
    }

    private void enter(BrokerFact fact) {
        if (fact.account() != null) {
            ledger(fact.account()).take(fact);
        }
        switch (fact) {
            case Quote quote -> {
                marks.take(quote);
                ledgers.values().stream()
                        .filter(ledger -> ledger.held(quote.symbol()).isPresent())
                        .forEach(this::observeWorth);
            }
            case Fill fill -> observeWorth(ledger(fill.account()));
            case BrokerFact.Bust bust -> observeWorth(ledger(bust.account()));
            case Statement statement -> observe(statement.account(), statement.equity(), statement.lastEquity(), null);
            case Submit submit -> {
                // Seen before it was entered.
            }
            case BrokerFact.OrderUpdate update -> {
                // Moves no money.
            }
        }
    }

    private void observeFunds(Submit submit) {
        Funds funds = submit.funds();
        if (funds != null) {
            observe(submit.account(), funds.equity(), funds.lastEquity(), funds.optionsBuyingPower());
        }
    }

    private void observeWorth(Ledger ledger) {
        Statement opening = ledger.opening();
        if (opening != null) {
            certainEquity(ledger).ifPresent(equity -> observe(ledger.tier(), equity, opening.lastEquity(), null));
        }
    }

    private void observe(String tier, BigDecimal equity, BigDecimal lastEquity, @Nullable BigDecimal buyingPower) {
        @Nullable
        BigDecimal limit = parameters.inForce(tier, clocks.wallAt(now)).stream()
                .map(limits -> limits.amount("max_daily_loss"))
                .max(BigDecimal::compareTo)
                .orElse(null);
        equity(tier).add(new Worth(now, equity, lastEquity, limit, buyingPower));
    }

    /** Cash and everything held at mid; only when each holding's quote was served at this very instant. */
    Optional<BigDecimal> certainEquity(Ledger ledger) {
        BigDecimal equity = ledger.cash();
        for (Holding holding : ledger.held()) {
            Optional<Quote> quote =
                    marks.last(holding.symbol()).filter(last -> last.at().equals(now));
            if (quote.isEmpty()) {
                return Optional.empty();
            }
            equity = equity.add(
                    quote.get().mid().multiply(BigDecimal.valueOf((long) holding.quantity() * holding.multiplier())));
        }
        return Optional.of(equity);
    }

    /** Held and working dollars: positions at cost, or at the lowest mark a snapshot may have shown if that is higher. */
    BigDecimal exposure(Ledger ledger) {
        BigDecimal exposure = BigDecimal.ZERO;
        for (Holding holding : ledger.held()) {
            BigDecimal mark = marks.lowestMid(holding.symbol(), now, Entry.SNAPSHOT_AGE)
                    .map(mid -> mid.multiply(BigDecimal.valueOf((long) holding.quantity() * holding.multiplier())))
                    .orElse(BigDecimal.ZERO);
            exposure = exposure.add(holding.cost().abs().max(mark.abs()));
        }
        for (Placed working : ledger.workingEntries()) {
            exposure = exposure.add(working.reserved());
        }
        return exposure;
    }

    Run run() {
        return run;
    }

    Topics topics() {
        return topics;
    }

    Parameters parameters() {
        return parameters;
    }

    Clocks clocks() {
        return clocks;
    }

    Marks marks() {
        return marks;
    }

    Iterable<Ledger> ledgers() {
        return ledgers.values();
    }

    Ledger ledger(String tier) {
        Ledger ledger = ledgers.get(tier);
        if (ledger == null) {
            throw new IllegalArgumentException("no account of tier " + tier);
        }
        return ledger;
    }

    EquityHistory equity(String tier) {
        return equities.computeIfAbsent(tier, none -> new EquityHistory());
    }

    /** Market time of the fact being read; of the last one at the end. */
    Instant now() {
        return now;
    }
}
