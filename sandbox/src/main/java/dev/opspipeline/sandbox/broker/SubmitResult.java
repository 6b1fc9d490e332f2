package dev.opspipeline.sandbox.broker;

/** What the broker answers to an order. */
public sealed interface SubmitResult {

    /** Taken, as it stood before anything else happened to it. */
    record Accepted(PaperOrder order) implements SubmitResult {}

    /** Not taken; the account is as it was. */
    record Refused(Refusal refusal) implements SubmitResult {}
}
