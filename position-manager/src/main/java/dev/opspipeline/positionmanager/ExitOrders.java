package dev.opspipeline.positionmanager;

import dev.opspipeline.account.Broker;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.runtime.MarketClock;
import dev.opspipeline.exit.ExitCommand;
import dev.opspipeline.exit.ExitEvent;
import dev.opspipeline.market.Instrument;
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
    private final Requests requests;
    private final BrokerReadings readings;
    private final ExitLoop exits;

    ExitOrders(
            Tier tier,
            Broker broker,
            MarketClock clock,
            Consumer<Runnable> results,
            Requests requests,
            BrokerReadings readings,
            ExitLoop exits) {
        this.tier = tier;
        this.broker = broker;
        this.clock = clock;
        this.results = results;
        this.requests = requests;
        this.readings = readings;
        this.exits = exits;
    }

    void carryOut(ExitCommand command) {
        switch (command) {
            case ExitCommand.Submit(var order) -> {
                // One that still hangs under the same id is not sent beside itself: its order is looked up until it is
                // known.
                boolean unused = requests.ask("submit " + order.clientOrderId(), () -> broker.submit(order), reply -> {
                    if (order.clientOrderId() instanceof ClientOrderId.Close id) {
                        results.accept(() -> exits.submitted(id, reply));
                    }
                });
            }
            case ExitCommand.LookUp(var id) -> {
                boolean unused = requests.ask(
                        orderOf(id.symbol()),
                        "order " + id,
                        () -> broker.order(id),
                        reply -> results.accept(
                                () -> exits.handle(new ExitEvent.LookUpReplied(id, reply, clock.now()))));
            }
            case ExitCommand.Cancel(Instrument instrument, String brokerOrderId) -> {
                boolean unused = requests.ask(
                        orderOf(instrument.symbol()),
                        "cancel " + brokerOrderId,
                        () -> broker.cancel(brokerOrderId),
                        reply -> cancelled(brokerOrderId, reply));
            }
            case ExitCommand.ReadBroker() -> results.accept(readings::readLists);
            case ExitCommand.ReadActivities(LocalDate since) -> results.accept(() -> readings.readActivities(since));
            case ExitCommand.Publish ignored -> {}
            case ExitCommand.PublishClosed ignored -> {}
            case ExitCommand.PublishCorrected ignored -> {}
            case ExitCommand.Alert ignored -> {}
        }
    }

    /** What became of a cancel is asked for after it: in one lane for each contract. */
    private static String orderOf(String symbol) {
        return "orders of " + symbol;
    }

    private void cancelled(String brokerOrderId, Reply<Broker.CancelAccepted> reply) {
        if (!(reply instanceof Reply.Answer)) {
            log.atWarn()
                    .addKeyValue("tier", tier)
                    .addKeyValue("order", brokerOrderId)
                    .log("Cancel not confirmed");
        }
    }
}
