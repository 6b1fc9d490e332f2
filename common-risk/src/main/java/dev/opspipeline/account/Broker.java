package dev.opspipeline.account;

import dev.opspipeline.market.Session;
import dev.opspipeline.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** One account at the broker. Every call ends within the adapter's time-out; nothing is retried behind the caller's back. */
public interface Broker {

    /** The account; its transfers of the day are left unknown ({@link #netTransfers}). */
    Reply<AccountSnapshot> account();

    /** What the account's owner has set at the broker. A broker without such settings has none to tell. */
    default Reply<AccountBelts> belts() {
        return new Reply.Unavailable<>("this broker has no account settings");
    }

    /** Deposits less withdrawals on an exchange date, dollars. */
    Reply<Money> netTransfers(LocalDate date);

    /** Everything held, options and stock, long and short. An empty list means flat. */
    Reply<List<HeldPosition>> positions();

    /** All orders that are not terminal. */
    Reply<List<BrokerOrder>> openOrders();

    /** All orders submitted at or after an instant, whatever became of them, oldest first. */
    Reply<List<BrokerOrder>> ordersSince(Instant from);

    /** One order by the id it was sent with; refused as not found when the broker never got it. */
    Reply<BrokerOrder> order(ClientOrderId id);

    /** Sends an order. {@code Unavailable} means it may or may not be alive: look it up, never send again blindly. */
    Reply<BrokerOrder> submit(OrderRequest order);

    /** Asks for a cancel by the broker's id; the order may still fill first. */
    Reply<CancelAccepted> cancel(String brokerOrderId);

    /** The sessions between two dates, both included. */
    Reply<List<Session>> sessions(LocalDate from, LocalDate to);

    /** The broker took the request to cancel. */
    record CancelAccepted() {}
}
