package dev.opspipeline.dispatcher;

import dev.opspipeline.account.AccountBelts;
import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.Broker;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.HeldPosition;
import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.account.OrderStatus;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Side;
import dev.opspipeline.account.TradeUpdate;
import dev.opspipeline.contract.OptionListing;
import dev.opspipeline.contract.OptionMarket;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Quote;
import dev.opspipeline.market.Session;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One account at an exchange that keeps its word: a client order id is taken once, what was accepted stays, and every request
 * is counted. Answers can get lost on the way back, requests on the way there.
 */
final class FakeExchange implements Broker, OptionMarket, UnderlyingPrices {

    static final String ACCOUNT = "SBX-LARGE-1";
    static final Money BID = Money.of("1.40");
    static final Money ASK = Money.of("1.45");

    /** What becomes of a submitted order. */
    enum Mail {
        ARRIVES,
        ANSWER_IS_LOST,
        REQUEST_IS_LOST
    }

    private final InstantSource clock;
    private final Map<String, BrokerOrder> orders = new LinkedHashMap<>();
    private final Map<Instrument, Integer> positions = new HashMap<>();
    private final Map<String, Integer> posts = new HashMap<>();
    private final Deque<Mail> mail = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private boolean down;
    private AccountBelts belts = new AccountBelts(true, null, false);
    private Optional<Duration> clockAhead = Optional.of(Duration.ZERO);
    private Money ask = ASK;
    private Money equity = Money.of(55_000);
    private OptionalInt requestsLeft = OptionalInt.empty();
    private Reply.@Nullable Refused<BrokerOrder> refusal;

    FakeExchange(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void next(Mail fate) {
        mail.add(fate);
    }

    synchronized void refuseOrders(Reply.@Nullable Refused<BrokerOrder> reply) {
        refusal = reply;
    }

    /** From here on contracts are offered at another price. */
    synchronized void asks(String dollars) {
        ask = Money.of(dollars);
    }

    synchronized void worth(String dollars) {
        equity = Money.of(dollars);
    }

    synchronized void owner(AccountBelts set) {
        belts = set;
    }

    /** By how much our clock is ahead of the exchange's from here on; empty: it says no time. */
    synchronized void clockAhead(Optional<Duration> ahead) {
        clockAhead = ahead;
    }

    synchronized Optional<Duration> clockAhead() {
        return clockAhead;
    }

    synchronized void requestsLeft(int left) {
        requestsLeft = OptionalInt.of(left);
    }

    synchronized OptionalInt requestsLeft() {
        return requestsLeft;
    }

    /** Somebody holds so many more, and no order says why. */
    synchronized void appears(OptionContract contract, int contracts) {
        positions.merge(contract, contracts, Integer::sum);
    }

    synchronized void down(boolean isDown) {
        down = isDown;
    }

    /** What was asked so far, in order: account, positions, orders, submit and so on. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    synchronized int posts(String clientOrderId) {
        return posts.getOrDefault(clientOrderId, 0);
    }

    synchronized List<BrokerOrder> all() {
        return List.copyOf(orders.values());
    }

    /** Fills an order, and says so as the stream would. */
    synchronized TradeUpdate fill(String clientOrderId, int contracts) {
        BrokerOrder order = Objects.requireNonNull(orders.get(clientOrderId), clientOrderId);
        int filled = order.filledQuantity() + contracts;
        boolean whole = filled == order.quantity();
        int held = positions.merge(order.instrument(), contracts, Integer::sum);
        BrokerOrder after =
                changed(order, whole ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED, filled, clock.instant());
        String execution = clientOrderId + "/" + filled;
        return new TradeUpdate(after, new TradeUpdate.Execution(execution, contracts, ASK, held), clock.instant());
    }

    /** Fills every working buy. */
    synchronized List<TradeUpdate> fillAll() {
        return all().stream()
                .filter(order -> order.status() == OrderStatus.WORKING && order.side() == Side.BUY)
                .map(order -> fill(order.clientOrderId(), order.quantity()))
                .toList();
    }

    /** Somebody sells everything that is held, and the stream says so. */
    synchronized List<TradeUpdate> sellAll() {
        List<TradeUpdate> updates = new ArrayList<>();
        for (Map.Entry<Instrument, Integer> position : Map.copyOf(positions).entrySet()) {
            String id = "by-hand-" + orders.size();
            BrokerOrder sold = new BrokerOrder(
                    "X" + (orders.size() + 1),
                    id,
                    position.getKey(),
                    Side.SELL,
                    position.getValue(),
                    position.getValue(),
                    BID,
                    null,
                    OrderStatus.FILLED,
                    clock.instant(),
                    clock.instant());
            orders.put(id, sold);
            positions.remove(position.getKey());
            updates.add(
                    new TradeUpdate(sold, new TradeUpdate.Execution(id, position.getValue(), BID, 0), clock.instant()));
        }
        return updates;
    }

    /** How many contracts are held, each position once. */
    synchronized int heldContracts() {
        return positions.size();
    }

    /** The exchange itself ends an order. */
    synchronized TradeUpdate end(String clientOrderId, OrderStatus status) {
        BrokerOrder order = Objects.requireNonNull(orders.get(clientOrderId), clientOrderId);
        return new TradeUpdate(changed(order, status, order.filledQuantity(), null), null, clock.instant());
    }

    /** An order of unknown origin that rests at the exchange. */
    synchronized BrokerOrder rests(ClientOrderId id, OptionContract contract, int contracts) {
        return accept(id, contract, contracts, ASK);
    }

    private BrokerOrder accept(ClientOrderId id, Instrument instrument, int quantity, @Nullable Money limit) {
        BrokerOrder order = new BrokerOrder(
                "X" + (orders.size() + 1),
                id.value(),
                instrument,
                Side.BUY,
                quantity,
                0,
                null,
                limit,
                OrderStatus.WORKING,
                clock.instant(),
                null);
        orders.put(id.value(), order);
        return order;
    }

    private BrokerOrder changed(BrokerOrder order, OrderStatus status, int filled, @Nullable Instant filledAt) {
        BrokerOrder after = new BrokerOrder(
                order.id(),
                order.clientOrderId(),
                order.instrument(),
                order.side(),
                order.quantity(),
                filled,
                filled == 0 ? null : ASK,
                order.limitPrice(),
                status,
                order.submittedAt(),
                filledAt);
        orders.put(order.clientOrderId(), after);
        return after;
    }

    private <T> Reply<T> asked(String what, T value) {
        requests.add(what);
        return down ? new Reply.Unavailable<>("nobody answers") : new Reply.Answer<>(value);
    }

    @Override
    public synchronized Reply<AccountSnapshot> account() {
        return asked(
                "account",
                new AccountSnapshot(ACCOUNT, equity, Money.of(55_000), equity, 2, false, false, null, clock.instant()));
    }

    @Override
    public synchronized Reply<AccountBelts> belts() {
        return asked("belts", belts);
    }

    @Override
    public synchronized Reply<Money> netTransfers(LocalDate date) {
        return asked("transfers", Money.ZERO);
    }

    @Override
    public synchronized Reply<List<HeldPosition>> positions() {
        List<HeldPosition> held = positions.entrySet().stream()
                .map(position -> new HeldPosition(position.getKey(), position.getValue(), ASK, null))
                .toList();
        return asked("positions", held);
    }

    @Override
    public synchronized Reply<List<BrokerOrder>> openOrders() {
        return asked(
                "open orders",
                orders.values().stream()
                        .filter(order -> !order.status().isTerminal())
                        .toList());
    }

    @Override
    public synchronized Reply<List<BrokerOrder>> ordersSince(Instant from) {
        return asked("orders of the day", List.copyOf(orders.values()));
    }

    @Override
    public synchronized Reply<BrokerOrder> order(ClientOrderId id) {
        BrokerOrder order = orders.get(id.value());
        if (order == null && !down) {
            requests.add("look up");
            return new Reply.Refused<>(404, 40410000, "order not found");
        }
        return down ? new Reply.Unavailable<>("nobody answers") : asked("look up", Objects.requireNonNull(order));
    }

    @Override
    public synchronized Reply<BrokerOrder> submit(OrderRequest request) {
        String id = request.clientOrderId().value();
        requests.add("submit");
        posts.merge(id, 1, Integer::sum);
        Mail fate = mail.isEmpty() ? Mail.ARRIVES : mail.remove();
        if (down || fate == Mail.REQUEST_IS_LOST) {
            return new Reply.Unavailable<>("connect timed out");
        }
        if (refusal != null) {
            return refusal;
        }
        if (orders.containsKey(id)) {
            return new Reply.Refused<>(422, 40010001, "client_order_id must be unique");
        }
        BrokerOrder order =
                accept(request.clientOrderId(), request.instrument(), request.quantity(), request.limitPrice());
        return fate == Mail.ANSWER_IS_LOST ? new Reply.Unavailable<>("read timed out") : new Reply.Answer<>(order);
    }

    @Override
    public synchronized Reply<CancelAccepted> cancel(String brokerOrderId) {
        orders.values().stream()
                .filter(order ->
                        order.id().equals(brokerOrderId) && !order.status().isTerminal())
                .findFirst()
                .ifPresent(order -> changed(order, OrderStatus.CANCELED, order.filledQuantity(), null));
        return asked("cancel", new CancelAccepted());
    }

    @Override
    public synchronized Reply<List<Session>> sessions(LocalDate from, LocalDate to) {
        List<Session> sessions = from.datesUntil(to.plusDays(1))
                .filter(day -> day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY)
                .map(day -> new Session(day, at(day, LocalTime.of(9, 30)), at(day, LocalTime.of(16, 0))))
                .toList();
        return asked("calendar", sessions);
    }

    private static Instant at(LocalDate day, LocalTime time) {
        return day.atTime(time).atZone(SessionCalendar.EXCHANGE_ZONE).toInstant();
    }

    @Override
    public synchronized Reply<List<OptionListing>> chain(ChainQuery query) {
        Instant now = clock.instant();
        OptionContract contract =
                new OptionContract(query.underlying(), query.firstExpiry(), query.type(), Money.of("101.50"));
        Quote quote = new Quote(ask.minus(ASK.minus(BID)), ask, now, now, "indicative");
        return asked("chain", List.of(new OptionListing(contract, quote, 0.35, 500L, 900L, true)));
    }

    @Override
    public synchronized Reply<Map<Ticker, Money>> latest(Collection<Ticker> tickers) {
        return asked("prices", tickers.stream().collect(Collectors.toMap(ticker -> ticker, ticker -> Money.of(100))));
    }

    @Override
    public Reply<Map<OptionContract, Quote>> quotes(Collection<OptionContract> contracts) {
        return new Reply.Unavailable<>("the entries never ask for it");
    }
}
