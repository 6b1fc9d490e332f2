package dev.opspipeline.simulation.audit;

/** One rule: facts in, violations out. */
interface Check {

    /** Name in the report. */
    String rule();

    /** What a day must contain for this rule to have something to check. */
    Matter matter();

    /** Sees a fact while the accounts are still as before it. */
    default void see(BrokerFact fact, Day day, Findings findings) {}

    /** Sees the accounts after the last fact. */
    default void finish(Day day, Findings findings) {}
}
