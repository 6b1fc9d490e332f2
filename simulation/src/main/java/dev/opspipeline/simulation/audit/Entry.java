package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.BrokerFact.Funds;
import dev.opspipeline.simulation.audit.BrokerFact.Submit;
import dev.opspipeline.simulation.audit.TopicFact.Decision;
import dev.opspipeline.simulation.audit.TopicFact.Signal;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One accepted entry order at the moment it reached the broker, with everything it is judged by.
 *
 * @param ledger the account before the order
 */
record Entry(Submit submit, Funds funds, OrderId.Entry id, Signal signal, Ledger ledger, Day day) {

    /** Age a snapshot of the account may have when it is decided upon. */
    static final Duration SNAPSHOT_AGE = Duration.ofSeconds(15);

    static Optional<Entry> of(Submit submit, Day day) {
        Funds funds = submit.funds();
        if (!submit.entry() || funds == null || !(submit.id() instanceof OrderId.Entry id)) {
            return Optional.empty();
        }
        return day.topics()
                .signal(id.recommendation())
                .map(signal -> new Entry(submit, funds, id, signal, day.ledger(submit.account()), day));
    }

    Instant at() {
        return submit.at();
    }

    /** The first order of a decision; a re-price is held to size and room only, because the decision has its time. */
    boolean first() {
        return id.attempt() == 1;
    }

    Optional<Decision> decision() {
        return day.topics().decisions(submit.account(), id.recommendation()).stream()
                .findFirst();
    }

    Instant wall() {
        return decision().map(Decision::wall).orElseGet(() -> day.clocks().wallAt(at()));
    }

    /** When the oldest snapshot of the account was made that this order may rightly rest on. */
    Instant oldestSnapshot() {
        Instant decided = decision().map(Decision::decidedAt).orElse(at());
        return (decided.isBefore(at()) ? decided : at()).minus(SNAPSHOT_AGE);
    }

    List<Limits> inForce() {
        return day.parameters().inForce(submit.account(), wall());
    }

    /** The most the account may rightly have been taken to be worth. */
    BigDecimal equity() {
        return day.equity(submit.account()).highest(oldestSnapshot(), at()).orElse(funds.equity());
    }

    BigDecimal optionsBuyingPower() {
        return day.equity(submit.account())
                .highestBuyingPower(oldestSnapshot(), at())
                .orElse(funds.optionsBuyingPower());
    }

    /** What was held, worked and proposed, in dollars: positions at cost, or at their mark if higher. */
    BigDecimal exposure() {
        return submit.outlay().add(day.exposure(ledger));
    }

    /** Other recommendations' entries that the broker accepted before. */
    List<Placed> earlier() {
        return ledger.entries().stream()
                .filter(placed -> !recommendation(placed).equals(id.recommendation()))
                .toList();
    }

    /** Of those, the ones in the same ticker. */
    List<Placed> earlierInTicker() {
        return earlier().stream()
                .filter(placed -> underlying(placed.submit().symbol()).equals(signal.ticker()))
                .toList();
    }

    static String recommendation(Placed placed) {
        return placed.submit().id() instanceof OrderId.Entry entry ? entry.recommendation() : "";
    }

    static String underlying(String symbol) {
        return Occ.parse(symbol).map(Occ::underlying).orElse(symbol);
    }
}
