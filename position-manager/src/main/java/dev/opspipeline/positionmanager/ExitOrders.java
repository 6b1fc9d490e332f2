package dev.opspipeline.positionmanager;

import dev.opspipeline.account.Broker;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.runtime.MarketClock;
import dev.opspipeline.exit.ExitCommand;
import dev.opspipeline.exit.ExitEvent;
import java.time.LocalDate;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what the desk wants of the broker; what comes of it goes back in as events. */
final class ExitOrders {

    private static final Logger log = LoggerFactory.getLogger(ExitOrders.class);

    private final Tier tier;
    private final Broker broker;
    private final MarketClock clock;
    private final Consumer<Runnable> results;
    private final Reads reads;
    private final BrokerReadings readings;
    private final ExitLoop exits;

    ExitOrders(
            Tier tier,
            Broker broker,
            MarketClock clock,
            Consumer<Runnable> results,
            Reads reads,
            BrokerReadings readings,
            ExitLoop exits) {
        this.tier = tier;
        this.broker = broker;
        this.clock = clock;
        this.results = results;
        this.reads = reads;
        this.readings = readings;
        this.exits = exits;
    }

    void carryOut(ExitCommand command) {
        switch (command) {
            case ExitCommand.Submit(var order) -> {
                Reply<BrokerOrder> reply = broker.submit(order);
                if (order.clientOrderId() instanceof ClientOrderId.Close id) {
                    results.accept(() -> exits.submitted(id, reply));
                }
            }
            case ExitCommand.LookUp(var id) -> {
                boolean unused = reads.ask(
                        "order " + id,
                        () -> broker.order(id),
                        reply -> results.accept(
                                () -> exits.handle(new ExitEvent.LookUpReplied(id, reply, clock.now()))));
            }
            case ExitCommand.Cancel(String brokerOrderId) -> {
                if (!(broker.cancel(brokerOrderId) instanceof Reply.Answer)) {
                    log.atWarn()
                            .addKeyValue("tier", tier)
                            .addKeyValue("order", brokerOrderId)
                            .log("Cancel not confirmed");
                }
            }
            case ExitCommand.ReadBroker() -> results.accept(readings::readLists);
            case ExitCommand.ReadActivities(LocalDate since) -> results.accept(() -> readings.readActivities(since));
            case ExitCommand.Publish ignored -> {}
            case ExitCommand.PublishClosed ignored -> {}
            case ExitCommand.PublishCorrected ignored -> {}
            case ExitCommand.Alert ignored -> {}
        }
    }
}
