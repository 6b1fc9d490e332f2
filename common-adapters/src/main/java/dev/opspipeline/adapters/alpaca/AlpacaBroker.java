package dev.opspipeline.adapters.alpaca;

import static dev.opspipeline.adapters.alpaca.Reading.required;

import dev.opspipeline.account.AccountBelts;
import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.Broker;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.HeldPosition;
import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.account.Reply;
import dev.opspipeline.market.Session;
import dev.opspipeline.money.Money;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.jacobpeterson.alpaca.model.endpoint.orders.enums.CurrentOrderStatus;
import net.jacobpeterson.alpaca.rest.endpoint.calendar.CalendarEndpoint;
import net.jacobpeterson.alpaca.rest.endpoint.orders.OrdersEndpoint;
import net.jacobpeterson.alpaca.rest.endpoint.positions.PositionsEndpoint;

/**
 * One account at Alpaca over REST.
 *
 * <p>The library's endpoints serve where they lose nothing: order list and look-up, positions, calendar, activities. The
 * account and the sending and canceling of orders are endpoints of our own on the library's client, because its own know
 * no option fields, no position intent and no whole quantities.
 */
public final class AlpacaBroker implements Broker {

    /** The code, under HTTP status 200, of an answer for another account than the settings name. */
    public static final long WRONG_ACCOUNT = 1;

    private static final Pattern ORDER_ID = Pattern.compile("[A-Za-z0-9-]+");

    private final String accountNumber;
    private final InstantSource marketTime;
    private final OptionAccountEndpoint account;
    private final BeltsEndpoint belts;
    private final OptionOrdersEndpoint optionOrders;
    private final OrdersEndpoint orders;
    private final OrderPages pages;
    private final PositionsEndpoint positions;
    private final CalendarEndpoint calendar;
    private final CashTransfers transfers;

    /** @param marketTime stamps the account's answers */
    public AlpacaBroker(AlpacaConnection connection, InstantSource marketTime) {
        CheckedClient client = connection.tradingClient();
        this.accountNumber = connection.settings().accountNumber();
        this.marketTime = marketTime;
        this.account = new OptionAccountEndpoint(client);
        this.belts = new BeltsEndpoint(client);
        this.optionOrders = new OptionOrdersEndpoint(client);
        this.orders = new OrdersEndpoint(client);
        this.pages = new OrderPages(orders);
        this.positions = new PositionsEndpoint(client);
        this.calendar = new CalendarEndpoint(client);
        this.transfers = new CashTransfers(client);
    }

    /** Refused as {@link #WRONG_ACCOUNT} when the credentials belong to another account than the settings say. */
    @Override
    public Reply<AccountSnapshot> account() {
        Reply<AccountSnapshot> reply = Asking.ask("account", () -> account.get().snapshot(marketTime.instant()));
        return reply instanceof Reply.Answer<AccountSnapshot>(AccountSnapshot snapshot)
                        && !snapshot.accountNumber().equals(accountNumber)
                ? new Reply.Refused<>(
                        200,
                        WRONG_ACCOUNT,
                        "ALPACA_ACCOUNT_NUMBER must be %s, the number of the account the key belongs to, was %s"
                                .formatted(snapshot.accountNumber(), accountNumber))
                : reply;
    }

    @Override
    public Reply<AccountBelts> belts() {
        return Asking.ask("account settings", belts::get);
    }

    @Override
    public Reply<Money> netTransfers(LocalDate date) {
        return Asking.ask("transfers", () -> transfers.netOn(date));
    }

    @Override
    public Reply<List<HeldPosition>> positions() {
        return Asking.ask(
                "positions",
                () -> required(positions.get(), "a list").stream()
                        .map(AccountRows::position)
                        .flatMap(Optional::stream)
                        .toList());
    }

    @Override
    public Reply<List<BrokerOrder>> openOrders() {
        return Asking.ask(
                "open orders",
                () -> pages.read(CurrentOrderStatus.OPEN, null).stream()
                        .filter(order -> !order.status().isTerminal())
                        .toList());
    }

    @Override
    public Reply<List<BrokerOrder>> ordersSince(Instant from) {
        // The broker leaves out orders of exactly the instant it is given.
        return Asking.ask(
                "orders",
                () -> pages.read(CurrentOrderStatus.ALL, from.minusNanos(1)).stream()
                        .filter(order -> !order.submittedAt().isBefore(from))
                        .toList());
    }

    @Override
    public Reply<BrokerOrder> order(ClientOrderId id) {
        return Asking.ask("order", () -> own(id, AccountRows.order(orders.getByClientID(id.value()))));
    }

    @Override
    public Reply<BrokerOrder> submit(OrderRequest order) {
        return Asking.ask("submit", () -> own(order.clientOrderId(), AccountRows.order(optionOrders.submit(order))));
    }

    @Override
    public Reply<CancelAccepted> cancel(String brokerOrderId) {
        if (!ORDER_ID.matcher(brokerOrderId).matches()) {
            // An empty id would make it a request to cancel everything.
            return new Reply.Refused<>(400, 400, "order id must be letters, digits and dashes");
        }
        return Asking.ask("cancel", () -> {
            optionOrders.cancel(brokerOrderId);
            return new CancelAccepted();
        });
    }

    @Override
    public Reply<List<Session>> sessions(LocalDate from, LocalDate to) {
        return Asking.ask(
                "calendar",
                () -> required(calendar.get(from, to), "a list").stream()
                        .map(AccountRows::session)
                        .toList());
    }

    private static BrokerOrder own(ClientOrderId id, BrokerOrder order) {
        if (!order.clientOrderId().equals(id.value())) {
            throw new IllegalStateException("answer is of order " + order.clientOrderId() + ", asked for " + id);
        }
        return order;
    }
}
