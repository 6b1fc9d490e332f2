package dev.opspipeline.exit;

import dev.opspipeline.account.Activity;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.EntryFill;
import dev.opspipeline.account.HeldPosition;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.TradeUpdate;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Quote;
import dev.opspipeline.market.SessionCalendar;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What an exit desk is told. A question that could not be answered is no event: silence changes nothing. */
public sealed interface ExitEvent {

    /** Market time at which the desk hears of it. */
    Instant now();

    /**
     * The start, or a recovery: everything held, and all orders as far back as can be read (those of the trading date
     * at least).
     *
     * @param asked market time at which the reading began
     */
    record Started(List<HeldPosition> positions, List<BrokerOrder> orders, Instant asked, Instant now)
            implements ExitEvent {}

    /**
     * The broker's lists of positions and of open orders, read together.
     *
     * @param asked market time at which the reading began
     */
    record BrokerRead(List<HeldPosition> positions, List<BrokerOrder> openOrders, Instant asked, Instant now)
            implements ExitEvent {}

    /**
     * Orders as they stand, finished ones included, as read after the stream may have missed something.
     *
     * @param now market time at which the reading began
     */
    record OrdersRead(List<BrokerOrder> orders, Instant now) implements ExitEvent {}

    /** What the broker has booked, as asked for by {@link ExitCommand.ReadActivities}. */
    record ActivitiesRead(List<Activity> activities, Instant now) implements ExitEvent {

        public ActivitiesRead {
            activities = List.copyOf(activities);
        }
    }

    /** The terms have changed: for what is opened, or adopted, from here on. */
    record PolicyRead(ExitPolicy policy, Instant now) implements ExitEvent {}

    /** One execution of an entry, told by who decided on it; may come twice, early or late. */
    record EntryFilled(EntryFill fill, Instant now) implements ExitEvent {}

    /** Quotes of held contracts; those that could not be had are missing. */
    record QuotesRead(Map<OptionContract, Quote> quotes, Instant now) implements ExitEvent {}

    /** A plan for a position held or about to be, made by whoever decided on the entry. */
    record PlanGiven(OptionContract contract, String entryReference, ExitPlan plan, Instant now) implements ExitEvent {}

    /** What the desk itself last published of a position, before a restart. */
    record PositionRestored(PositionRecord record, Instant now) implements ExitEvent {}

    /** A message of the trade-updates stream, of any order of the account. */
    record OrderUpdated(TradeUpdate update, Instant now) implements ExitEvent {}

    /** What came of a {@link ExitCommand.Submit}. */
    record SubmitReplied(ClientOrderId.Close id, Reply<BrokerOrder> reply, Instant now) implements ExitEvent {}

    /** What came of a {@link ExitCommand.LookUp}. */
    record LookUpReplied(ClientOrderId.Close id, Reply<BrokerOrder> reply, Instant now) implements ExitEvent {}

    /**
     * An operator wants one position closed, whoever opened it.
     *
     * @param asOf what was opened later is not meant
     */
    record CloseRequested(Instrument instrument, String by, Instant asOf, Instant now) implements ExitEvent {}

    /**
     * An operator wants all closed that is held.
     *
     * @param includeExternal also what was not opened here
     * @param asOf what was opened later is not meant
     */
    record CloseAllRequested(boolean includeExternal, String by, Instant asOf, Instant now) implements ExitEvent {}

    /**
     * Everything opened here is to be closed, and whatever is still filled from here on, until lifted.
     *
     * @param includeExternal also what was not opened here, if it was held at {@code asOf}
     */
    record FlattenRequested(boolean includeExternal, String by, Instant asOf, Instant now) implements ExitEvent {}

    /** The flatten is over; closes that it began go on. */
    record FlattenLifted(Instant now) implements ExitEvent {}

    /** A newer list of sessions. */
    record CalendarRead(SessionCalendar calendar, Instant now) implements ExitEvent {}

    /** Time has passed. */
    record Tick(Instant now) implements ExitEvent {}
}
