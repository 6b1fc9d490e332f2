package dev.opspipeline.positionmanager;

import dev.opspipeline.account.AccountActivities;
import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.Activity;
import dev.opspipeline.account.Broker;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.HeldPosition;
import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.account.OrderStatus;
import dev.opspipeline.account.PositionIntent;
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
import dev.opspipeline.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One account at a broker that keeps its books like a real one: ids are unique, orders end with the session, cash moves with
 * fills. What goes wrong with the next requests is written down beforehand. Unlike a real one it lets an account sell more than it
 * holds, unless told to refuse: so an error in our own arithmetic is seen, in a position that went short.
 */
final class SimulatedExchange implements Broker, AccountActivities, OptionMarket {

    /** What happens to one request to submit. */
    enum Fault {
        NONE,
        /** 500: nothing happened. */
        LOST,
        /** Accepted and carried out, but the answer never comes. */
        ACCEPTED_UNANSWERED,
        RATE_LIMITED,
        UNCOVERED,
        NO_QUOTE,
        REJECTED_LATER,
        /** One contract is filled, the rest lies there. */
        PARTIAL,
        RESTS
    }

    final Deque<Fault> faults = new ArrayDeque<>();
    final List<OrderRequest> submitted = new ArrayList<>();
    final List<Instant> submittedAt = new ArrayList<>();
    final Map<String, BrokerOrder> orders = new LinkedHashMap<>();
    final Map<Instrument, Integer> held = new HashMap<>();
    final List<Consumer<TradeUpdate>> streams = new ArrayList<>();
    final List<Activity> activities = new ArrayList<>();
    private final Map<Instrument, Money> average = new HashMap<>();
    private final Map<OptionContract, Quote> quotes = new HashMap<>();
    private final SessionCalendar calendar;
    private final List<Session> sessions;
    private int ids;
    Instant now;
    Money cash = Money.of(100_000);
    int leastHeld;
    boolean refusesOverselling;
    boolean readable = true;
    boolean positionsListedEmpty;
    /** So many readings of open orders to come find none, whatever there is. */
    int openOrdersListedEmpty;

    int activitiesAsked;
    int quotesAsked;
    boolean positionsFail;
    boolean ordersFail;
    boolean streamTells = true;
    boolean quotesReadable = true;
    boolean snapshotsReadable = true;
    Runnable beforeSubmit = () -> {};
    Runnable afterSubmit = () -> {};

    SimulatedExchange(List<Session> sessions, Instant now) {
        this.sessions = List.copyOf(sessions);
        this.calendar = new SessionCalendar(sessions);
        this.now = now;
    }

    boolean isOpen() {
        return calendar.openAt(now).isPresent();
    }

    int held(Instrument instrument) {
        return held.getOrDefault(instrument, 0);
    }

    /** Moves time on; orders of the day end with it. */
    void advance(Instant to) {
        LocalDate before = SessionCalendar.tradingDate(now);
        boolean closes = calendar.on(before)
                .filter(session -> now.isBefore(session.close()) && !to.isBefore(session.close()))
                .isPresent();
        now = to;
        if (closes || !SessionCalendar.tradingDate(to).equals(before)) {
            List.copyOf(orders.values()).stream()
                    .filter(order -> !order.status().isTerminal())
                    .forEach(order -> end(order, OrderStatus.EXPIRED));
        }
    }

    /** What is bid and asked from now on; what rests at such a price is filled. */
    void quote(OptionContract contract, String bid, String ask) {
        quotes.put(contract, new Quote(Money.of(bid), Money.of(ask), now, now, "opra"));
        List.copyOf(orders.values()).stream()
                .filter(order -> !order.status().isTerminal()
                        && order.instrument().equals(contract)
                        && !order.clientOrderId().startsWith("rests"))
                .forEach(this::match);
    }

    /** An entry of the system, filled at once. */
    void buys(String clientOrderId, Instrument instrument, int quantity, String price) {
        BrokerOrder order = accept(clientOrderId, instrument, Side.BUY, quantity, Money.of(price));
        tell(order, null);
        execute(order, quantity, Money.of(price));
    }

    void sells(String clientOrderId, Instrument instrument, int quantity, String price) {
        BrokerOrder order = accept(clientOrderId, instrument, Side.SELL, quantity, Money.of(price));
        tell(order, null);
        execute(order, quantity, Money.of(price));
    }

    /** Somebody's order to sell, which waits for its price. */
    void restsToSell(String clientOrderId, OptionContract contract, int quantity, String limit) {
        tell(accept(clientOrderId, contract, Side.SELL, quantity, Money.of(limit)), null);
    }

    /** An entry that is filled in part and rests with the rest. */
    void buysPartly(String clientOrderId, OptionContract contract, int quantity, int filled, String price) {
        BrokerOrder order = accept(clientOrderId, contract, Side.BUY, quantity, Money.of(price));
        tell(order, null);
        execute(order, filled, Money.of(price));
    }

    private BrokerOrder accept(String id, Instrument instrument, Side side, int quantity, @Nullable Money limit) {
        BrokerOrder order = new BrokerOrder(
                "B" + ++ids, id, instrument, side, quantity, 0, null, limit, OrderStatus.WORKING, now, null);
        orders.put(id, order);
        return order;
    }

    private void match(BrokerOrder order) {
        Quote quote = order.instrument() instanceof OptionContract contract ? quotes.get(contract) : null;
        if (quote == null || !quote.isTwoSided() || !isOpen()) {
            return;
        }
        Money price = order.side() == Side.SELL ? quote.bid() : quote.ask();
        Money limit = order.limitPrice();
        boolean marketable =
                limit == null || (order.side() == Side.SELL ? limit.isAtMost(price) : limit.isAtLeast(price));
        if (marketable) {
            execute(order, order.openQuantity(), price);
        }
    }

    private void execute(BrokerOrder before, int quantity, Money price) {
        int filled = before.filledQuantity() + quantity;
        Money spent = (before.averageFillPrice() == null ? Money.ZERO : before.averageFillPrice())
                .times(before.filledQuantity())
                .plus(price.times(quantity));
        Money averagePrice = Money.nearest(
                spent.amount().divide(java.math.BigDecimal.valueOf(filled), 8, java.math.RoundingMode.HALF_EVEN));
        OrderStatus status = filled >= before.quantity() ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED;
        BrokerOrder after = with(before, status, filled, averagePrice);
        orders.put(before.clientOrderId(), after);
        int units = held(before.instrument()) + (before.side() == Side.BUY ? quantity : -quantity);
        if (before.side() == Side.BUY) {
            int had = Math.max(0, held(before.instrument()));
            Money cost = average.getOrDefault(before.instrument(), Money.ZERO)
                    .times(had)
                    .plus(price.times(quantity));
            average.put(
                    before.instrument(),
                    Money.nearest(cost.amount()
                            .divide(
                                    java.math.BigDecimal.valueOf(had + quantity),
                                    8,
                                    java.math.RoundingMode.HALF_EVEN)));
        }
        held.put(before.instrument(), units);
        leastHeld = Math.min(leastHeld, units);
        Money dollars = price.times((long) quantity * before.instrument().multiplier());
        cash = before.side() == Side.BUY ? cash.minus(dollars) : cash.plus(dollars);
        String id = "X" + ++ids;
        activities.add(
                new Activity.Fill("A" + id, after.id(), before.instrument(), before.side(), quantity, price, now));
        tell(after, new TradeUpdate.Execution(id, quantity, price, units));
    }

    private void end(BrokerOrder order, OrderStatus status) {
        BrokerOrder after = with(order, status, order.filledQuantity(), order.averageFillPrice());
        orders.put(order.clientOrderId(), after);
        tell(after, null);
    }

    private void tell(BrokerOrder order, TradeUpdate.@Nullable Execution execution) {
        if (streamTells) {
            List.copyOf(streams).forEach(stream -> stream.accept(new TradeUpdate(order, execution, now)));
        }
    }

    /** The contract leaves the account at its expiry; the broker says so in its activities. */
    void expires(OptionContract contract, Activity.Ending ending, String price) {
        int units = held(contract);
        held.put(contract, 0);
        cash = cash.plus(contract.outlay(Money.of(price), units));
        activities.add(new Activity.Ended("E" + ++ids, contract, ending, units, Money.of(price), now));
    }

    /** Of what an order executed, only so much stands, at another price perhaps: the rest is taken back. */
    void corrects(String clientOrderId, int stands, String price) {
        BrokerOrder before = Objects.requireNonNull(orders.get(clientOrderId), clientOrderId);
        Instrument instrument = before.instrument();
        int sign = before.side() == Side.BUY ? 1 : -1;
        Money was = Objects.requireNonNull(before.averageFillPrice()).times(before.filledQuantity());
        Money is = Money.of(price).times(stands);
        cash = cash.plus(was.minus(is).times((long) sign * instrument.multiplier()));
        held.merge(instrument, sign * (stands - before.filledQuantity()), Integer::sum);
        leastHeld = Math.min(leastHeld, held(instrument));
        if (before.side() == Side.BUY) {
            average.put(instrument, Money.of(price));
        }
        BrokerOrder after = with(before, before.status(), stands, stands == 0 ? null : Money.of(price));
        orders.put(clientOrderId, after);
        if (streamTells) {
            streams.forEach(stream -> stream.accept(new TradeUpdate(after, null, true, now)));
        }
    }

    private <T> Reply<T> answer(T value) {
        return readable ? new Reply.Answer<>(value) : new Reply.Unavailable<>("HTTP 500");
    }

    @Override
    public Reply<BrokerOrder> submit(OrderRequest request) {
        beforeSubmit.run();
        submitted.add(request);
        submittedAt.add(now);
        Fault fault = faults.isEmpty() ? Fault.NONE : faults.removeFirst();
        switch (fault) {
            case LOST -> {
                return new Reply.Unavailable<>("HTTP 500");
            }
            case RATE_LIMITED -> {
                return new Reply.Unavailable<>("HTTP 429: slow down");
            }
            case UNCOVERED -> {
                return new Reply.Refused<>(403, 40310000, "account not eligible to trade uncovered option contracts");
            }
            case NO_QUOTE -> {
                if (request.limitPrice() == null) {
                    return new Reply.Refused<>(403, 40310000, "no available quote, reenter with a limit");
                }
            }
            case NONE, ACCEPTED_UNANSWERED, REJECTED_LATER, PARTIAL, RESTS -> {}
        }
        if (!readable) {
            return new Reply.Unavailable<>("HTTP 503");
        }
        Reply<BrokerOrder> refusal = refusal(request);
        if (refusal != null) {
            return refusal;
        }
        BrokerOrder order = accept(
                request.clientOrderId().value(),
                request.instrument(),
                request.intent().side(),
                request.quantity(),
                request.limitPrice());
        tell(order, null);
        switch (fault) {
            case REJECTED_LATER -> end(order, OrderStatus.REJECTED);
            case PARTIAL -> {
                if (order.quantity() > 1) {
                    execute(order, 1, bid(order));
                } else {
                    match(order);
                }
            }
            case RESTS -> {}
            case NONE, ACCEPTED_UNANSWERED, NO_QUOTE -> match(order);
            case LOST, RATE_LIMITED, UNCOVERED -> throw new IllegalStateException("refused above");
        }
        afterSubmit.run();
        return fault == Fault.ACCEPTED_UNANSWERED ? new Reply.Unavailable<>("HTTP 504") : new Reply.Answer<>(order);
    }

    private Money bid(BrokerOrder order) {
        return Objects.requireNonNull(quotes.get(order.instrument()), "no quote")
                .bid();
    }

    private @Nullable Reply<BrokerOrder> refusal(OrderRequest request) {
        if (orders.containsKey(request.clientOrderId().value())) {
            return new Reply.Refused<>(422, 40010001, "client_order_id must be unique");
        }
        if (!isOpen()) {
            return new Reply.Refused<>(422, 42210000, "options market orders are only allowed during market hours");
        }
        boolean opens = request.intent() == PositionIntent.BUY_TO_OPEN;
        int working = orders.values().stream()
                .filter(order -> order.instrument().equals(request.instrument())
                        && order.side() == request.intent().side())
                .mapToInt(BrokerOrder::openQuantity)
                .sum();
        int units = held(request.instrument());
        int free = (request.intent().side() == Side.SELL ? units : -units) - working;
        if (refusesOverselling && !opens && request.quantity() > free) {
            return new Reply.Refused<>(403, 40310000, "insufficient quantity available for order");
        }
        Quote quote = request.instrument() instanceof OptionContract contract ? quotes.get(contract) : null;
        boolean priced = quote != null && quote.isTwoSided();
        return request.limitPrice() == null && !priced
                ? new Reply.Refused<>(403, 40310000, "no available quote, reenter with a limit")
                : null;
    }

    @Override
    public Reply<CancelAccepted> cancel(String brokerOrderId) {
        if (!readable) {
            return new Reply.Unavailable<>("HTTP 500");
        }
        orders.values().stream()
                .filter(order ->
                        order.id().equals(brokerOrderId) && !order.status().isTerminal())
                .findFirst()
                .ifPresent(order -> end(order, OrderStatus.CANCELED));
        return new Reply.Answer<>(new CancelAccepted());
    }

    @Override
    public Reply<AccountSnapshot> account() {
        return answer(new AccountSnapshot("TEST", cash, cash, cash, 2, false, false, null, now));
    }

    @Override
    public Reply<Money> netTransfers(LocalDate date) {
        return new Reply.Unavailable<>("the exits never ask for it");
    }

    @Override
    public Reply<List<HeldPosition>> positions() {
        if (positionsFail) {
            return new Reply.Unavailable<>("HTTP 500");
        }
        return answer(
                positionsListedEmpty
                        ? List.of()
                        : held.entrySet().stream()
                                .filter(entry -> entry.getValue() != 0)
                                .map(entry -> new HeldPosition(
                                        entry.getKey(),
                                        entry.getValue(),
                                        average.getOrDefault(entry.getKey(), Money.of(1)),
                                        null))
                                .toList());
    }

    @Override
    public Reply<List<BrokerOrder>> openOrders() {
        if (openOrdersListedEmpty > 0) {
            openOrdersListedEmpty--;
            return answer(List.of());
        }
        return answer(orders.values().stream()
                .filter(order -> !order.status().isTerminal())
                .toList());
    }

    @Override
    public Reply<List<BrokerOrder>> ordersSince(Instant from) {
        if (ordersFail) {
            return new Reply.Unavailable<>("HTTP 500");
        }
        return answer(orders.values().stream()
                .filter(order -> !order.submittedAt().isBefore(from))
                .toList());
    }

    @Override
    public Reply<BrokerOrder> order(ClientOrderId id) {
        BrokerOrder order = orders.get(id.value());
        if (!readable) {
            return new Reply.Unavailable<>("HTTP 500");
        }
        return order == null ? new Reply.Refused<>(404, 40410000, "order not found") : new Reply.Answer<>(order);
    }

    @Override
    public Reply<List<Session>> sessions(LocalDate from, LocalDate to) {
        return answer(sessions.stream()
                .filter(session ->
                        !session.date().isBefore(from) && !session.date().isAfter(to))
                .toList());
    }

    @Override
    public Reply<List<Activity>> since(LocalDate date) {
        activitiesAsked++;
        return answer(activities.stream()
                .filter(activity -> !SessionCalendar.tradingDate(activity.at()).isBefore(date))
                .toList());
    }

    @Override
    public Reply<List<OptionListing>> chain(ChainQuery query) {
        return snapshotsReadable
                ? answer(quotes.keySet().stream()
                        .filter(contract -> contract.underlying().equals(query.underlying())
                                && contract.expiry().equals(query.firstExpiry())
                                && contract.strike().equals(query.lowestStrike()))
                        .map(contract -> new OptionListing(contract, confirmed(contract), null, null, null, true))
                        .toList())
                : new Reply.Unavailable<>("no snapshots");
    }

    @Override
    public Reply<Map<OptionContract, Quote>> quotes(Collection<OptionContract> contracts) {
        quotesAsked++;
        if (!quotesReadable) {
            return new Reply.Unavailable<>("no quotes");
        }
        Map<OptionContract, Quote> found = new HashMap<>();
        contracts.stream().filter(quotes::containsKey).forEach(contract -> found.put(contract, confirmed(contract)));
        return answer(found);
    }

    private Quote confirmed(OptionContract contract) {
        Quote quote = Objects.requireNonNull(quotes.get(contract));
        return new Quote(quote.bid(), quote.ask(), quote.changedAt(), now, quote.feed());
    }

    private static BrokerOrder with(BrokerOrder order, OrderStatus status, int filled, @Nullable Money average) {
        return new BrokerOrder(
                order.id(),
                order.clientOrderId(),
                order.instrument(),
                order.side(),
                order.quantity(),
                filled,
                average,
                order.limitPrice(),
                status,
                order.submittedAt(),
                null);
    }
}
