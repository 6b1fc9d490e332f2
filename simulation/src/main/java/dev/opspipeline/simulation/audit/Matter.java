package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.TopicFact.Decision;
import java.util.stream.StreamSupport;

/** What rules are about: a rule that checked nothing is excused only when the day's data hold none of its matter. */
enum Matter {
    ACCOUNTS("account"),
    RECOMMENDATIONS("recommendation"),
    TRADE_DECISIONS("decision to trade"),
    ORDERS("accepted order"),
    ENTRIES("accepted entry order"),
    CLOSES("accepted close order"),
    FILLS("fill"),
    HOLDINGS("position"),
    FINISHED_HOLDINGS("closed position");

    private final String noun;

    Matter(String noun) {
        this.noun = noun;
    }

    String noun() {
        return noun;
    }

    long count(Day day) {
        return switch (this) {
            case ACCOUNTS -> day.run().accounts().size();
            case RECOMMENDATIONS -> 1; // a day without recommendations proves nothing and is never excused
            case TRADE_DECISIONS ->
                day.topics().decisions().stream().filter(Decision::trade).count();
            case ORDERS, ENTRIES, CLOSES, FILLS, HOLDINGS, FINISHED_HOLDINGS ->
                StreamSupport.stream(day.ledgers().spliterator(), false)
                        .mapToLong(this::count)
                        .sum();
        };
    }

    private long count(Ledger ledger) {
        return switch (this) {
            case ORDERS -> ledger.orders().size();
            case ENTRIES -> ledger.entries().size();
            case CLOSES ->
                ledger.orders().stream()
                        .filter(placed -> placed.submit().exit())
                        .count();
            case FILLS -> ledger.fills();
            case HOLDINGS ->
                ledger.holdings().stream().filter(holding -> !holding.byHand()).count();
            case FINISHED_HOLDINGS -> ledger.closed().size();
            case ACCOUNTS, RECOMMENDATIONS, TRADE_DECISIONS -> 0;
        };
    }
}
