package dev.opspipeline.positionmanager;

import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.Broker;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.HeldPosition;
import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.account.OrderStatus;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Side;
import dev.opspipeline.contract.OptionListing;
import dev.opspipeline.contract.OptionMarket;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Quote;
import dev.opspipeline.market.Session;
import dev.opspipeline.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A broker that holds one position, quotes what it is told to, and fills every close at the bid. */
final class ScriptedBroker implements Broker, OptionMarket {

    static final LocalDate DATE = LocalDate.of(2026, 4, 9);
    static final Instant OPEN = Instant.parse("2026-04-09T13:30:00Z");
    static final Instant CLOSE = Instant.parse("2026-04-09T20:00:00Z");

    private final List<HeldPosition> held = new ArrayList<>();
    private final List<BrokerOrder> entries = new ArrayList<>();
    private final Map<OptionContract, Money> bids = new HashMap<>();
    final List<OrderRequest> submitted = new ArrayList<>();
    boolean reachable = true;
    boolean wrongAccount;
    boolean ordersReadable = true;
    boolean quotesReadable = true;
    Instant now = OPEN;

    void holds(OptionContract contract, String entryOrderId, int quantity, Money price, Instant boughtAt) {
        held.add(new HeldPosition(contract, quantity, price, contract.outlay(price, quantity)));
        entries.add(new BrokerOrder(
                "B1",
                entryOrderId,
                contract,
                Side.BUY,
                quantity,
                quantity,
                price,
                price,
                OrderStatus.FILLED,
                boughtAt,
                boughtAt));
    }

    void quotes(OptionContract contract, String bid) {
        bids.put(contract, Money.of(bid));
    }

    private <T> Reply<T> answer(T value) {
        return reachable ? new Reply.Answer<>(value) : new Reply.Unavailable<>("nobody answers");
    }

    @Override
    public Reply<AccountSnapshot> account() {
        Money equity = Money.of(1804);
        return wrongAccount
                ? new Reply.Refused<>(200, 1, "account OTHER is not ours")
                : answer(new AccountSnapshot("TINY", equity, equity, equity, 2, false, false, null, now));
    }

    @Override
    public Reply<Money> netTransfers(LocalDate date) {
        return new Reply.Unavailable<>("the exits never ask for it");
    }

    @Override
    public Reply<List<HeldPosition>> positions() {
        return answer(List.copyOf(held));
    }

    @Override
    public Reply<List<BrokerOrder>> openOrders() {
        return answer(List.of());
    }

    @Override
    public Reply<List<BrokerOrder>> ordersSince(Instant from) {
        return ordersReadable ? answer(List.copyOf(entries)) : new Reply.Unavailable<>("no list of orders");
    }

    @Override
    public Reply<BrokerOrder> order(ClientOrderId id) {
        return new Reply.Refused<>(404, 40410000L, "no such order");
    }

    @Override
    public Reply<BrokerOrder> submit(OrderRequest order) {
        submitted.add(order);
        held.removeIf(position -> position.instrument().equals(order.instrument()));
        return answer(new BrokerOrder(
                "B" + (submitted.size() + 1),
                order.clientOrderId().value(),
                order.instrument(),
                Side.SELL,
                order.quantity(),
                0,
                null,
                null,
                OrderStatus.WORKING,
                now,
                null));
    }

    @Override
    public Reply<CancelAccepted> cancel(String brokerOrderId) {
        return answer(new CancelAccepted());
    }

    @Override
    public Reply<List<Session>> sessions(LocalDate from, LocalDate to) {
        return answer(List.of(new Session(DATE, OPEN, CLOSE)));
    }

    @Override
    public Reply<List<OptionListing>> chain(ChainQuery query) {
        return new Reply.Unavailable<>("the exits never ask for it");
    }

    @Override
    public Reply<Map<OptionContract, Quote>> quotes(Collection<OptionContract> contracts) {
        Map<OptionContract, Quote> quotes = new HashMap<>();
        bids.forEach(
                (contract, bid) -> quotes.put(contract, new Quote(bid, bid.plus(Money.of("0.02")), now, now, "test")));
        return quotesReadable ? answer(quotes) : new Reply.Unavailable<>("no quotes");
    }
}
