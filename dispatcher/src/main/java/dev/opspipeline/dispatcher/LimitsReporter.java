package dev.opspipeline.dispatcher;

/** Who tells operators what became of an edit. Never blocks and never fails: no decision waits for it. */
@FunctionalInterface
public interface LimitsReporter {

    /** @param now how things stand after it */
    void report(LimitsVerdict verdict, LimitsView now);
}
