package dev.opspipeline.exit;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.Activity;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.HeldPosition;
import dev.opspipeline.account.OrderRequest;
import dev.opspipeline.account.OrderStatus;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Side;
import dev.opspipeline.account.Tier;
import dev.opspipeline.account.TradeUpdate;
import dev.opspipeline.account.TradeUpdate.Execution;
import dev.opspipeline.exit.ExitCommand.Alert;
import dev.opspipeline.exit.ExitCommand.Cancel;
import dev.opspipeline.exit.ExitCommand.LookUp;
import dev.opspipeline.exit.ExitCommand.Publish;
import dev.opspipeline.exit.ExitCommand.PublishClosed;
import dev.opspipeline.exit.ExitCommand.ReadActivities;
import dev.opspipeline.exit.ExitCommand.ReadBroker;
import dev.opspipeline.exit.ExitCommand.Submit;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Quote;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.RecommendationId;
import dev.opspipeline.signal.Strategy;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A desk, a broker that keeps accounts like a real one (and refuses to sell what is not there), and a clock moved by hand.
 * What the broker does with the next orders is written down beforehand; whatever is not, it lets rest.
 */
@NullMarked
final class TradingFloor {

    enum Outcome {
        RESTS,
        FILLS,
        /** Filled, but neither the answer nor the stream tells. */
        FILLS_SILENTLY,
        /** Taken, but the answer never comes back. */
        TIMES_OUT_AFTER_ACCEPT,
        /** Never arrived. */
        LOST,
        REFUSED_NO_QUOTE,
        REFUSED_RATE_LIMIT
    }

    static final OptionContract CALL = OptionContract.parse("NVDA260424C00190000");
    static final String RECOMMENDATION = "NVDA-20260409T1400-CALL-trend1";

    final AccountBook book = new AccountBook(Tier.TINY);
    final Deque<Outcome> outcomes = new ArrayDeque<>();
    final List<Activity> activities = new ArrayList<>();
    final List<ExitCommand> said = new ArrayList<>();
    final List<OrderRequest> sent = new ArrayList<>();
    final Map<String, BrokerOrder> orders = new LinkedHashMap<>();
    final Map<Instrument, HeldPosition> positions = new LinkedHashMap<>();
    OptionContract call = CALL;
    Money bid = Money.of("1.50");
    boolean readable = true;
    boolean cancels = true;
    ExitDesk desk;
    Instant now;
    private int executions;

    TradingFloor(String newYorkTime) {
        now = Sessions.newYork(newYorkTime);
        desk = new ExitDesk(Tier.TINY, book, ExitPolicy.of(Tier.TINY), Sessions.YEAR);
    }

    static ExitTerms terms(Strategy strategy) {
        return ExitTerms.of(Tier.TINY, strategy, true);
    }

    /** The tier table's policy with a stop that trails gains. */
    static ExitPolicy trailing() {
        ExitPolicy table = ExitPolicy.of(Tier.TINY);
        return new ExitPolicy("1", trailing(table.day()), trailing(table.swing()), table.adopt(), false);
    }

    private static ExitTerms trailing(ExitTerms terms) {
        return new ExitTerms(
                terms.stop(),
                terms.target(),
                Trailing.STANDARD,
                terms.maxHold(),
                terms.beforeClose(),
                terms.beforeExpiryClose(),
                terms.closesOvernightLosers());
    }

    void tell(ExitEvent event) {
        Deque<ExitEvent> events = new ArrayDeque<>(List.of(event));
        while (!events.isEmpty()) {
            for (ExitCommand command : desk.handle(events.removeFirst())) {
                said.add(command);
                carryOut(command, events);
            }
        }
    }

    /** A second at a time, with the broker's lists every five. */
    void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            now = now.plusSeconds(1);
            tell(new ExitEvent.Tick(now));
            if (readable && now.getEpochSecond() % 5 == 0) {
                tell(read());
            }
        }
    }

    void jump(String newYorkTime) {
        now = Sessions.newYork(newYorkTime);
        if (readable) {
            tell(read());
        }
        tell(new ExitEvent.Tick(now));
    }

    void quote(String bidPrice, String askPrice) {
        bid = Money.of(bidPrice);
        tell(new ExitEvent.QuotesRead(Map.of(call, new Quote(bid, Money.of(askPrice), now, now, "opra")), now));
    }

    ExitEvent.BrokerRead read() {
        return new ExitEvent.BrokerRead(
                List.copyOf(positions.values()),
                orders.values().stream()
                        .filter(order -> !order.status().isTerminal())
                        .toList(),
                now,
                now);
    }

    ExitEvent.Started started() {
        return new ExitEvent.Started(List.copyOf(positions.values()), List.copyOf(orders.values()), now, now);
    }

    /** A new desk and book, as after a crash. */
    TradingFloor restarted() {
        TradingFloor next = new TradingFloor("2026-04-09T10:00");
        next.now = now;
        next.orders.putAll(orders);
        next.positions.putAll(positions);
        next.activities.addAll(activities);
        next.executions = executions;
        next.tell(next.started());
        return next;
    }

    /** An entry of ours, filled at once. */
    BrokerOrder enter(Strategy strategy, int quantity, String price) {
        BrokerOrder order = entryOrder(strategy, quantity, price);
        fill(order.clientOrderId(), quantity, price);
        return order;
    }

    BrokerOrder entryOrder(Strategy strategy, int quantity, String price) {
        String id = new ClientOrderId.Entry(Tier.TINY, strategy, new RecommendationId(RECOMMENDATION), 1).value();
        return place(id, call, Side.BUY, quantity, Money.of(price));
    }

    BrokerOrder byHand(String id, Instrument instrument, Side side, int quantity, String price) {
        place(id, instrument, side, quantity, Money.of(price));
        fill(id, quantity, price);
        return order(id);
    }

    BrokerOrder place(String id, Instrument instrument, Side side, int quantity, @Nullable Money limit) {
        BrokerOrder order = new BrokerOrder(
                "B-" + id, id, instrument, side, quantity, 0, null, limit, OrderStatus.WORKING, now, null);
        orders.put(id, order);
        tell(new ExitEvent.OrderUpdated(new TradeUpdate(order, null, now), now));
        return order;
    }

    void fill(String id, int quantity, String price) {
        tell(new ExitEvent.OrderUpdated(execute(id, quantity, Money.of(price)), now));
    }

    BrokerOrder order(String id) {
        return java.util.Objects.requireNonNull(orders.get(id), id);
    }

    /** The broker's own bookkeeping; nobody is told. */
    TradeUpdate execute(String id, int quantity, Money price) {
        BrokerOrder before = order(id);
        int filled = before.filledQuantity() + quantity;
        OrderStatus status = filled >= before.quantity() ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED;
        BrokerOrder after = with(before, status, filled, price);
        orders.put(id, after);
        HeldPosition held = positions.get(before.instrument());
        int units = (held == null ? 0 : held.quantity()) + (before.side() == Side.BUY ? quantity : -quantity);
        positions.remove(before.instrument());
        if (units != 0) {
            Money average = held == null ? price : held.averageEntryPrice();
            positions.put(before.instrument(), new HeldPosition(before.instrument(), units, average, null));
        }
        executions++;
        activities.add(new Activity.Fill(
                "A-" + executions, after.id(), before.instrument(), before.side(), quantity, price, now));
        return new TradeUpdate(after, new Execution("X-" + executions, quantity, price, units), now);
    }

    void end(String id, OrderStatus status) {
        BrokerOrder before = order(id);
        BrokerOrder after = with(before, status, before.filledQuantity(), before.averageFillPrice());
        orders.put(id, after);
        tell(new ExitEvent.OrderUpdated(new TradeUpdate(after, null, now), now));
    }

    private void carryOut(ExitCommand command, Deque<ExitEvent> events) {
        switch (command) {
            case Submit(OrderRequest order) -> submit(order, events);
            case LookUp(ClientOrderId.Close id) -> {
                BrokerOrder order = orders.get(id.value());
                events.add(new ExitEvent.LookUpReplied(
                        id,
                        order == null
                                ? new Reply.Refused<>(404, 40410000, "order not found")
                                : new Reply.Answer<>(order),
                        now));
            }
            case Cancel(var unused, String id) -> {
                BrokerOrder order = orders.values().stream()
                        .filter(o -> o.id().equals(id))
                        .findFirst()
                        .orElseThrow();
                if (cancels && !order.status().isTerminal()) {
                    BrokerOrder after =
                            with(order, OrderStatus.CANCELED, order.filledQuantity(), order.averageFillPrice());
                    orders.put(order.clientOrderId(), after);
                    events.add(new ExitEvent.OrderUpdated(new TradeUpdate(after, null, now), now));
                }
            }
            case ReadBroker() -> {
                if (readable) {
                    events.add(read());
                }
            }
            case ReadActivities ignored -> {
                if (readable) {
                    events.add(new ExitEvent.ActivitiesRead(activities, now));
                }
            }
            case Publish ignored -> {}
            case PublishClosed ignored -> {}
            case ExitCommand.PublishCorrected ignored -> {}
            case Alert ignored -> {}
        }
    }

    private void submit(OrderRequest request, Deque<ExitEvent> events) {
        sent.add(request);
        ClientOrderId.Close id = (ClientOrderId.Close) request.clientOrderId();
        @Nullable Reply<BrokerOrder> refusal = refusal(request);
        Outcome outcome = outcomes.isEmpty() ? Outcome.RESTS : outcomes.removeFirst();
        if (refusal != null) {
            events.add(new ExitEvent.SubmitReplied(id, refusal, now));
            return;
        }
        switch (outcome) {
            case LOST -> events.add(new ExitEvent.SubmitReplied(id, new Reply.Unavailable<>("time-out"), now));
            case REFUSED_NO_QUOTE ->
                events.add(new ExitEvent.SubmitReplied(
                        id, new Reply.Refused<>(403, 40310000, "no quote: reenter with a limit"), now));
            case REFUSED_RATE_LIMIT ->
                events.add(new ExitEvent.SubmitReplied(id, new Reply.Refused<>(429, 429, "slow down"), now));
            case TIMES_OUT_AFTER_ACCEPT -> {
                record(request);
                events.add(new ExitEvent.SubmitReplied(id, new Reply.Unavailable<>("time-out"), now));
            }
            case RESTS -> events.add(new ExitEvent.SubmitReplied(id, new Reply.Answer<>(record(request)), now));
            case FILLS -> {
                BrokerOrder order = record(request);
                events.add(new ExitEvent.OrderUpdated(execute(id.value(), request.quantity(), bid), now));
                events.add(new ExitEvent.SubmitReplied(id, new Reply.Answer<>(order), now));
            }
            case FILLS_SILENTLY -> {
                record(request);
                execute(id.value(), request.quantity(), bid);
                events.add(new ExitEvent.SubmitReplied(id, new Reply.Unavailable<>("time-out"), now));
            }
        }
    }

    /** What a broker checks whatever else happens: the id is new, and what is sold is held and free. */
    private @Nullable Reply<BrokerOrder> refusal(OrderRequest request) {
        if (orders.containsKey(request.clientOrderId().value())) {
            return new Reply.Refused<>(422, 40010001, "client_order_id must be unique");
        }
        HeldPosition held = positions.get(request.instrument());
        int units = held == null ? 0 : held.quantity();
        int working = orders.values().stream()
                .filter(order -> order.instrument().equals(request.instrument())
                        && order.side() == request.intent().side())
                .mapToInt(BrokerOrder::openQuantity)
                .sum();
        int free = (request.intent().side() == Side.SELL ? units : -units) - working;
        return request.quantity() > free ? new Reply.Refused<>(403, 40310000, "insufficient quantity available") : null;
    }

    private BrokerOrder record(OrderRequest request) {
        String id = request.clientOrderId().value();
        BrokerOrder order = new BrokerOrder(
                "B-" + id,
                id,
                request.instrument(),
                request.intent().side(),
                request.quantity(),
                0,
                null,
                request.limitPrice(),
                OrderStatus.WORKING,
                now,
                null);
        orders.put(id, order);
        return order;
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

    List<String> sentIds() {
        return sent.stream().map(order -> order.clientOrderId().value()).toList();
    }

    List<PositionRecord> published() {
        return only(Publish.class).stream().map(Publish::position).toList();
    }

    PositionRecord lastPublished() {
        return published().getLast();
    }

    List<ClosedTrade> closedTrades() {
        return only(PublishClosed.class).stream().map(PublishClosed::trade).toList();
    }

    List<String> alerts() {
        return only(Alert.class).stream().map(Alert::text).toList();
    }

    private <T> List<T> only(Class<T> type) {
        return said.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
