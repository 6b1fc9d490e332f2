package dev.opspipeline.risk;

import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.EntryFill;
import dev.opspipeline.account.OrderRequest;

/** What the entry orders want done outside; each result comes back as an event. */
public sealed interface EntryCommand {

    /**
     * Send this order; report the reply, whatever it is.
     *
     * @param late decided a while ago, and others may have been since: its gates are to be asked once more
     */
    record Submit(ClientOrderId.Entry id, OrderRequest order, boolean late) implements EntryCommand {}

    /** Ask the broker what became of this id; report the reply. */
    record LookUp(ClientOrderId.Entry id) implements EntryCommand {}

    /** Cancel what has not filled. The broker's stream reports the outcome. */
    record Cancel(ClientOrderId.Entry id, String brokerOrderId) implements EntryCommand {}

    /**
     * Unfilled in its time and canceled: price it once more, by all the rules, and report the trade if there is one.
     */
    record Reprice(EntryIntent first) implements EntryCommand {}

    /** Publish a step in the order's life. */
    record Publish(OrderRecord step) implements EntryCommand {}

    /** Publish an execution with the facts of its decision. */
    record PublishFill(EntryFill fill) implements EntryCommand {}

    /** Tell a person. */
    record Alert(String event, String detail) implements EntryCommand {}
}
