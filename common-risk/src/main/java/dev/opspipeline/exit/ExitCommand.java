package dev.opspipeline.exit;

import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.market.Instrument;
import java.time.LocalDate;
import java.util.Map;

/** What an exit desk wants done. Whether telling others works never changes what becomes of a close. */
public sealed interface ExitCommand {

    /** Send the closing order and come back with {@link ExitEvent.SubmitReplied}. */
    record Submit(OrderRequest order) implements ExitCommand {}

    /** Read the order by its id and come back with {@link ExitEvent.LookUpReplied}. */
    record LookUp(ClientOrderId.Close id) implements ExitCommand {}

    /** Ask for a cancel; what becomes of it is seen in the order's updates. */
    record Cancel(Instrument instrument, String brokerOrderId) implements ExitCommand {}

    /** Read positions and open orders now, ahead of their turn, and come back with {@link ExitEvent.BrokerRead}. */
    record ReadBroker() implements ExitCommand {}

    /** Read what the broker booked on a date and after, and come back with {@link ExitEvent.ActivitiesRead}. */
    record ReadActivities(LocalDate since) implements ExitCommand {}

    /** Tell everybody how a position stands. */
    record Publish(PositionRecord position) implements ExitCommand {}

    /** Tell everybody what a finished position earned. */
    record PublishClosed(ClosedTrade trade) implements ExitCommand {}

    /** Tell everybody what a finished position earned after all: told before, under the same closing order's id. */
    record PublishCorrected(ClosedTrade trade) implements ExitCommand {}

    /**
     * Tell an operator.
     *
     * @param text constant per kind of event, without data
     */
    record Alert(String text, Map<String, String> data) implements ExitCommand {

        public Alert {
            data = Map.copyOf(data);
        }
    }
}
