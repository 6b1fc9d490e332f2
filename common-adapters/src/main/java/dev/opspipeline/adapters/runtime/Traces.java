package dev.opspipeline.adapters.runtime;

/** Where a service tells its steps on the way from a bar to a closed position. Never waits: nothing that is done depends on it. */
@FunctionalInterface
public interface Traces {

    /** Tells nobody. */
    Traces OFF = step -> {};

    void tell(TraceStep step);
}
