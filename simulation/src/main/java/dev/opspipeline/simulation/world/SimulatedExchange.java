package dev.opspipeline.simulation.world;

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
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.Session;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.money.Money;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One account at an exchange that keeps its own books right whatever happens on the way to and from it: an id is taken once,
 * nothing is sold that is not held, every fill changes cash. Used by one thread; equal seeds give equal days.
 */
public final class SimulatedExchange implements Broker {

    private final String accountNumber;
    private final Money openingEquity;
    private final Misfortune misfortune;
    private final Random random;
    private final InstantSource clock;
    private final Map<String, BrokerOrder> orders = new LinkedHashMap<>();
    private final Map<String, Lot> lots = new TreeMap<>();
    private final List<TradeUpdate> updates = new ArrayList<>();
    private Witness witness = order -> {};
    private Money realized = Money.ZERO;
    private long executions;
    private boolean streamBroken;
    private int asked;

    public SimulatedExchange(
            String accountNumber, Money openingEquity, Misfortune misfortune, Random random, InstantSource clock) {
        this.accountNumber = accountNumber;
        this.openingEquity = openingEquity;
        this.misfortune = misfortune;
        this.random = random;
        this.clock = clock;
    }

    public void watchedBy(Witness newWitness) {
        witness = newWitness;
    }

    public List<BrokerOrder> orders() {
        return List.copyOf(orders.values());
    }

    public List<Lot> lots() {
        return List.copyOf(lots.values());
    }

    /** How often an order was sent or asked for: each brings an answer. */
    public int asked() {
        return asked;
    }

    public Money openingEquity() {
        return openingEquity;
    }

    public Money equity() {
        return openingEquity.plus(realized);
    }

    /** Messages of the stream since the last call, in the order in which they arrive. */
    public List<TradeUpdate> drainUpdates() {
        List<TradeUpdate> arrived = List.copyOf(updates);
        updates.clear();
        return arrived;
    }

    /** Whether the stream broke since the last call: what it lost, only a reading of the lists tells. */
    public boolean streamBroke() {
        boolean broke = streamBroken;
        streamBroken = false;
        return broke;
    }

    /** Fills up to so many units of a working order at a price. */
    public void fill(String clientOrderId, int units, Money price) {
        BrokerOrder order = Objects.requireNonNull(orders.get(clientOrderId), clientOrderId);
        int some = Math.min(units, order.openQuantity());
        if (some < 1) {
            return;
        }
        int filled = order.filledQuantity() + some;
        int held = trade(order.instrument(), order.side() == Side.BUY ? some : -some, price);
        BrokerOrder after = changed(
                order, filled == order.quantity() ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED, filled, price);
        tell(new TradeUpdate(after, new TradeUpdate.Execution("E" + ++executions, some, price, held), clock.instant()));
    }

    /** Ends an order on the exchange's own account: canceled, expired, rejected late. */
    public void end(String clientOrderId, OrderStatus status) {
        BrokerOrder order = Objects.requireNonNull(orders.get(clientOrderId), clientOrderId);
        if (!order.status().isTerminal()) {
            tell(new TradeUpdate(changed(order, status, order.filledQuantity(), null), null, clock.instant()));
        }
    }

    /** Somebody sells all of one thing at the market, in the name of nobody known here. */
    public void sellByHand(Instrument instrument, Money price) {
        Lot lot = Objects.requireNonNull(lots.get(instrument.symbol()), instrument.symbol());
        String id = "by-hand-" + orders.size();
        accept(id, instrument, Side.SELL, lot.quantity(), null);
        fill(id, lot.quantity(), price);
    }

    private int trade(Instrument instrument, int units, Money price) {
        int held = held(instrument);
        Lot before = lots.remove(instrument.symbol());
        int after = held + units;
        if (after < 0) {
            throw new IllegalStateException("%s would be short by %d".formatted(instrument.symbol(), -after));
        }
        Money paid = before == null ? price : before.price();
        if (units < 0) {
            realized = realized.plus(price.minus(paid).times((long) instrument.multiplier() * -units));
        }
        if (after > 0) {
            Money average =
                    units < 0 ? paid : Money.nearest((paid.doubleValue() * held + price.doubleValue() * units) / after);
            lots.put(instrument.symbol(), new Lot(instrument, after, average));
        }
        return after;
    }

    private void tell(TradeUpdate update) {
        if (happens(misfortune.updateLost())) {
            streamBroken = true;
            return;
        }
        updates.add(update);
        if (happens(misfortune.updateTwice())) {
            updates.add(update);
        }
    }

    private boolean happens(double probability) {
        return random.nextDouble() < probability;
    }

    private BrokerOrder accept(String id, Instrument instrument, Side side, int quantity, @Nullable Money limit) {
        BrokerOrder order = new BrokerOrder(
                "X" + (orders.size() + 1),
                id,
                instrument,
                side,
                quantity,
                0,
                null,
                limit,
                OrderStatus.WORKING,
                clock.instant(),
                null);
        orders.put(id, order);
        witness.accepted(order);
        tell(new TradeUpdate(order, null, clock.instant()));
        return order;
    }

    private BrokerOrder changed(BrokerOrder order, OrderStatus status, int filled, @Nullable Money price) {
        BrokerOrder after = new BrokerOrder(
                order.id(),
                order.clientOrderId(),
                order.instrument(),
                order.side(),
                order.quantity(),
                filled,
                price == null ? order.averageFillPrice() : price,
                order.limitPrice(),
                status,
                order.submittedAt(),
                status == OrderStatus.FILLED ? clock.instant() : null);
        orders.put(order.clientOrderId(), after);
        return after;
    }

    private <T> Reply<T> answer(T value) {
        return happens(misfortune.silent()) ? new Reply.Unavailable<>("nobody answers") : new Reply.Answer<>(value);
    }

    @Override
    public Reply<AccountSnapshot> account() {
        return answer(new AccountSnapshot(
                accountNumber, equity(), openingEquity, equity(), 2, false, false, null, clock.instant()));
    }

    @Override
    public Reply<AccountBelts> belts() {
        return answer(new AccountBelts(true, null, false));
    }

    @Override
    public Reply<Money> netTransfers(LocalDate date) {
        return answer(Money.ZERO);
    }

    @Override
    public Reply<List<HeldPosition>> positions() {
        return answer(lots.values().stream()
                .map(lot -> new HeldPosition(lot.instrument(), lot.quantity(), lot.price(), null))
                .toList());
    }

    @Override
    public Reply<List<BrokerOrder>> openOrders() {
        return answer(orders.values().stream()
                .filter(order -> !order.status().isTerminal())
                .toList());
    }

    @Override
    public Reply<List<BrokerOrder>> ordersSince(Instant from) {
        return answer(orders.values().stream()
                .filter(order -> !order.submittedAt().isBefore(from))
                .toList());
    }

    @Override
    public Reply<BrokerOrder> order(ClientOrderId id) {
        asked++;
        if (happens(misfortune.silent())) {
            return new Reply.Unavailable<>("nobody answers");
        }
        BrokerOrder order = orders.get(id.value());
        return order == null ? new Reply.Refused<>(404, 40410000, "order not found") : new Reply.Answer<>(order);
    }

    @Override
    public Reply<BrokerOrder> submit(OrderRequest request) {
        asked++;
        String id = request.clientOrderId().value();
        if (happens(misfortune.requestLost())) {
            return new Reply.Unavailable<>("connect timed out");
        }
        if (orders.containsKey(id)) {
            return new Reply.Refused<>(422, 40010001, "client_order_id must be unique");
        }
        if (happens(misfortune.refused()) || isShort(request)) {
            return new Reply.Refused<>(403, 40310000, "insufficient");
        }
        BrokerOrder order =
                accept(id, request.instrument(), request.intent().side(), request.quantity(), request.limitPrice());
        return happens(misfortune.answerLost()) ? new Reply.Unavailable<>("read timed out") : new Reply.Answer<>(order);
    }

    private boolean isShort(OrderRequest request) {
        return request.intent().side() == Side.SELL && held(request.instrument()) < request.quantity();
    }

    private int held(Instrument instrument) {
        Lot lot = lots.get(instrument.symbol());
        return lot == null ? 0 : lot.quantity();
    }

    @Override
    public Reply<CancelAccepted> cancel(String brokerOrderId) {
        if (happens(misfortune.requestLost())) {
            return new Reply.Unavailable<>("connect timed out");
        }
        for (BrokerOrder order : List.copyOf(orders.values())) {
            if (order.id().equals(brokerOrderId)) {
                end(order.clientOrderId(), OrderStatus.CANCELED);
            }
        }
        return answer(new CancelAccepted());
    }

    @Override
    public Reply<List<Session>> sessions(LocalDate from, LocalDate to) {
        return answer(from.datesUntil(to.plusDays(1))
                .filter(day -> day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY)
                .map(day -> new Session(day, at(day, LocalTime.of(9, 30)), at(day, LocalTime.of(16, 0))))
                .toList());
    }

    private static Instant at(LocalDate day, LocalTime time) {
        return day.atTime(time).atZone(SessionCalendar.EXCHANGE_ZONE).toInstant();
    }
}
