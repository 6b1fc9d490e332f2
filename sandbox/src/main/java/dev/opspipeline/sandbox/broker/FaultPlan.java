package dev.opspipeline.sandbox.broker;

/** What goes wrong with which request; asked once per authorized request. */
@FunctionalInterface
public interface FaultPlan {

    /** What to do with one request. */
    Fault of(Request request);

    /** Nothing ever goes wrong. */
    static FaultPlan none() {
        return request -> new Fault.None();
    }

    /** A request as far as a plan may look at it. */
    record Request(String tier, Caller caller, String method, String path) {}

    /** What goes wrong with a request. */
    sealed interface Fault {

        /** Nothing. */
        record None() implements Fault {}

        /** It is answered so and never acted on. */
        record Instead(int status, String body) implements Fault {}

        /** It is acted on, and answered so. */
        record Afterwards(int status, String body) implements Fault {}
    }
}
