package dev.opspipeline.dispatcher;

import dev.opspipeline.account.Broker;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.account.Reply;
import dev.opspipeline.adapters.runtime.Inlet;
import dev.opspipeline.adapters.runtime.MarketClock;
import dev.opspipeline.risk.EntryCommand;
import dev.opspipeline.risk.EntryOrders;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
    private final Broker broker;
    private final Journal journal;
    private final MarketClock clock;
    private final Inlet results;
    private final Checkpoint.Observer checkpoints;
    private final Supplier<Optional<String>> objection;
    private boolean dismissed;

    /** @param objection what forbids sending an entry at this moment, if anything; asked right before each is sent */
    OrderClerk(
            AccountIdentity identity,
            EntryOrders orders,
            Broker broker,
            Journal journal,
            MarketClock clock,
            Inlet results,
            Checkpoint.Observer checkpoints,
            Supplier<Optional<String>> objection) {
        this.identity = identity;
        this.orders = orders;
        this.broker = broker;
        this.journal = journal;
        this.clock = clock;
        this.results = results;
        this.checkpoints = checkpoints;
        this.objection = objection;
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
                case EntryCommand.Submit(var id, var order) -> submit(id, order);
                case EntryCommand.LookUp(var id) -> {
                    Reply<BrokerOrder> reply = broker.order(id);
                    results.post(() -> execute(orders.lookedUp(id, reply, clock.now())));
                }
                case EntryCommand.Cancel(var id, String brokerOrderId) -> cancel(id, brokerOrderId);
                case EntryCommand.Publish(var step) -> {
                    journal.order(step);
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

    private void submit(ClientOrderId.Entry id, OrderRequest order) {
        Optional<String> forbidden = objection.get();
        if (forbidden.isPresent()) {
            execute(orders.withheld(id, forbidden.get(), clock.now()));
            return;
        }
        checkpoints.reached(Checkpoint.SENDING);
        Reply<BrokerOrder> reply = broker.submit(order);
        checkpoints.reached(Checkpoint.ANSWERED);
        results.post(() -> execute(orders.submitted(id, reply, clock.now())));
    }

    private void cancel(ClientOrderId.Entry id, String brokerOrderId) {
        if (!(broker.cancel(brokerOrderId) instanceof Reply.Answer)) {
            log.atWarn()
                    .addKeyValue("tier", identity.tier())
                    .addKeyValue("order", id.value())
                    .log("Cancel not confirmed");
        }
    }
}
