package dev.opspipeline.dispatcher;

import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.account.Reply;
import dev.opspipeline.adapters.runtime.Inlet;
import dev.opspipeline.adapters.runtime.MarketClock;
import dev.opspipeline.adapters.runtime.Traces;
import dev.opspipeline.risk.EntryCommand;
import dev.opspipeline.risk.EntryIntent;
import dev.opspipeline.risk.EntryOrders;
import dev.opspipeline.risk.OrderRecord;
import dev.opspipeline.risk.Verdict;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries to the broker what the entry orders want done, and brings its answers back to them as events. Serves from one
 * recovery to the next: once dismissed it asks the broker for nothing more, whatever answers are still on their way.
 */
final class OrderClerk {

    private static final Logger log = LoggerFactory.getLogger(OrderClerk.class);

    private final AccountIdentity identity;
    private final EntryOrders orders;
    private final AccountPorts ports;
    private final Journal journal;
    private final MarketClock clock;
    private final Inlet results;
    private final Checkpoint.Observer checkpoints;
    private final Checks checks;
    private final OrderTraces traces;
    private boolean dismissed;

    /** Nothing is entered while fewer of the broker's requests are left: exits come first. */
    static final int REQUESTS_FOR_EXITS = 60;

    /** What the account's dispatcher has to say before and after an order is sent. */
    interface Checks {

        /** What forbids sending an entry at this moment, if anything. */
        Optional<String> objection();

        /** What speaks against an order decided a while ago: a refusal ends it, something unknown makes it wait. */
        Optional<Verdict> secondLook(ClientOrderId.Entry id, OrderRequest order);

        /** What only a broken system would send; an order that may go counts as sent. */
        Optional<String> lastHop(ClientOrderId.Entry id, OrderRequest order);

        /** An unfilled entry, priced once more. */
        List<EntryCommand> reprice(EntryIntent first);

        void sent(ClientOrderId.Entry id);

        /** The broker has taken an order. */
        void accepted(ClientOrderId.Entry id);

        void rejected(String why);
    }

    OrderClerk(
            AccountIdentity identity,
            EntryOrders orders,
            AccountPorts ports,
            Journal journal,
            MarketClock clock,
            Inlet results,
            Checkpoint.Observer checkpoints,
            Traces traces,
            Checks checks) {
        this.identity = identity;
        this.orders = orders;
        this.ports = ports;
        this.journal = journal;
        this.clock = clock;
        this.results = results;
        this.checkpoints = checkpoints;
        this.traces = new OrderTraces(identity.tier(), traces);
        this.checks = checks;
    }

    /** Another instance acts for the account, or this one starts anew: nothing may be sent on this one's word. */
    void dismiss() {
        dismissed = true;
    }

    void execute(List<EntryCommand> commands) {
        for (EntryCommand command : commands) {
            switch (command) {
                case EntryCommand.Submit submit when dismissed -> {}
                case EntryCommand.LookUp lookUp when dismissed -> {}
                case EntryCommand.Cancel cancel when dismissed -> {}
                case EntryCommand.Reprice reprice when dismissed -> {}
                case EntryCommand.Submit(var id, var order, boolean late) -> submit(id, order, late);
                case EntryCommand.LookUp(var id) -> {
                    Reply<BrokerOrder> reply = ports.broker().order(id);
                    results.post(() -> execute(orders.lookedUp(id, reply, clock.now())));
                }
                case EntryCommand.Cancel(var id, String brokerOrderId) -> cancel(id, brokerOrderId);
                case EntryCommand.Reprice(var first) -> execute(checks.reprice(first));
                case EntryCommand.Publish(var step) -> {
                    journal.order(step);
                    traces.reached(step);
                    if (step.state() == OrderRecord.State.REJECTED) {
                        checks.rejected(step.detail().isEmpty() ? step.clientOrderId() : step.detail());
                    }
                    checkpoints.reached(Checkpoint.PUBLISHED);
                }
                case EntryCommand.PublishFill(var fill) -> journal.fill(fill);
                case EntryCommand.Alert(String event, String detail) -> {
                    log.atError()
                            .addKeyValue("tier", identity.tier())
                            .addKeyValue("detail", detail)
                            .log(event);
                    journal.audit(event, detail);
                }
            }
        }
    }

    private void submit(ClientOrderId.Entry id, OrderRequest order, boolean late) {
        Optional<String> forbidden = checks.objection();
        Optional<Verdict> doubt = late && forbidden.isEmpty() ? checks.secondLook(id, order) : Optional.empty();
        boolean unknown = doubt.filter(Verdict::isIgnorance).isPresent();
        boolean tooFewRequests = ports.requests().now().orElse(REQUESTS_FOR_EXITS) < REQUESTS_FOR_EXITS;
        if (forbidden.isEmpty() && (unknown || (doubt.isEmpty() && tooFewRequests))) {
            orders.postponed(id);
            return;
        }
        forbidden = forbidden
                .or(() -> doubt.map(
                        verdict -> "%s: %s, %s".formatted(verdict.code(), verdict.observed(), verdict.limit())))
                .or(() -> checks.lastHop(id, order));
        if (forbidden.isPresent()) {
            execute(orders.withheld(id, forbidden.get(), clock.now()));
            return;
        }
        checkpoints.reached(Checkpoint.SENDING);
        traces.sending(id, clock.now());
        Reply<BrokerOrder> reply = ports.broker().submit(order);
        checks.sent(id);
        if (reply instanceof Reply.Answer) {
            checks.accepted(id);
        }
        checkpoints.reached(Checkpoint.ANSWERED);
        results.post(() -> execute(orders.submitted(id, reply, clock.now())));
    }

    private void cancel(ClientOrderId.Entry id, String brokerOrderId) {
        if (!(ports.broker().cancel(brokerOrderId) instanceof Reply.Answer)) {
            log.atWarn()
                    .addKeyValue("tier", identity.tier())
                    .addKeyValue("order", id.value())
                    .log("Cancel not confirmed");
        }
    }
}
