package dev.opspipeline.sandbox.broker;

import dev.opspipeline.sandbox.broker.BrokerEvent.Execution;
import dev.opspipeline.sandbox.broker.BrokerEvent.OrderChanged;
import dev.opspipeline.sandbox.broker.PaperOrder.Side;
import dev.opspipeline.sandbox.broker.PaperOrder.State;
import dev.opspipeline.sandbox.market.MarketReplay;
import dev.opspipeline.sandbox.market.OptionChainModel;
import dev.opspipeline.sandbox.market.OptionQuote;
import dev.opspipeline.sandbox.market.Seed;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Fills, cancels, expires and settles; tells journal and streams of each. Guarded by the broker's lock. */
final class OrderBook {

    private static final double PARTIAL_FILLS = 0.1;
    private static final DateTimeFormatter ACTIVITY_TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final MarketReplay market;
    private final OptionChainModel options;
    private final BrokerFacts facts;
    private final Seed seed;
    private final Consumer<BrokerEvent> events;
    private long changes;

    OrderBook(
            MarketReplay market, OptionChainModel options, BrokerFacts facts, Seed seed, Consumer<BrokerEvent> events) {
        this.market = market;
        this.options = options;
        this.facts = facts;
        this.seed = seed;
        this.events = events;
    }

    /** Its id follows from the client's, so that it does not depend on which of two requests came first. */
    PaperOrder newOrder(
            PaperAccount account, @Nullable String clientOrderId, OrderRules.Wanted wanted, BigDecimal heldPerShare) {
        String number = "#" + account.orders().size();
        String clientId = clientOrderId == null ? id(account, "client", number) : clientOrderId;
        String intent = wanted.side() == Side.BUY ? "buy_to_open" : "sell_to_close";
        return new PaperOrder(
                id(account, "order", clientId),
                clientId,
                wanted.option(),
                wanted.side(),
                wanted.qty(),
                wanted.limit(),
                heldPerShare,
                intent,
                State.PENDING_NEW,
                0,
                BigDecimal.ZERO,
                0,
                market.now(),
                market.now(),
                null);
    }

    /** Puts an accepted order to work and fills it if the current quote allows. */
    void enter(PaperAccount account, PaperOrder order) {
        PaperOrder working = order.as(State.NEW, market.now());
        changed(account, working, "new", null);
        facts.order(account.tier(), working);
        match(account, working);
    }

    /** Lets every open order meet the current quotes, oldest first. */
    void match(PaperAccount account) {
        account.openOrders().forEach(order -> match(account, order));
    }

    /** Expires what is open, then settles contracts whose last day is over. */
    void closeDay(PaperAccount account) {
        account.openOrders().forEach(order -> end(account, order, State.EXPIRED, "expired"));
        account.holdings().stream()
                .filter(holding ->
                        !holding.option().expiry().isAfter(market.session().date()))
                .forEach(holding -> settle(account, holding));
    }

    /** Ends an open order without a fill. */
    void end(PaperAccount account, PaperOrder order, State state, String event) {
        PaperOrder ended = order.as(state, market.now());
        changed(account, ended, event, null);
        facts.order(account.tier(), ended);
    }

    long changes() {
        return changes;
    }

    private void match(PaperAccount account, PaperOrder order) {
        Optional<OptionQuote> quote = options.quote(order.option());
        if (quote.isEmpty() || !isMarketable(order, quote.get())) {
            return;
        }
        int qty = order.openQty();
        Seed own = seed.with(order.id());
        if (order.executions() == 0 && qty > 1 && own.with(1).unit() < PARTIAL_FILLS) {
            qty = 1 + own.with(2).below(qty - 1);
        }
        fill(account, order, qty, quote.get());
    }

    private static boolean isMarketable(PaperOrder order, OptionQuote quote) {
        BigDecimal limit = order.limit();
        return switch (order.side()) {
            case BUY -> limit == null || limit.compareTo(quote.ask()) >= 0;
            case SELL -> quote.hasBid() && (limit == null || limit.compareTo(quote.bid()) <= 0);
        };
    }

    private void fill(PaperAccount account, PaperOrder order, int qty, OptionQuote quote) {
        Instant now = market.now();
        facts.quote(now, account.tier(), Caller.BROKER, order.symbol(), quote);
        BigDecimal price = order.side() == Side.BUY ? quote.ask() : quote.bid();
        PaperOrder filled = order.filled(qty, price, now);
        int after = account.book(order.option(), order.side(), qty, price);
        String executionId = id(account, "execution", order.id() + "/" + filled.executions());
        Execution execution = new Execution(executionId, qty, price, after);
        facts.fill(account.tier(), filled, execution, quote);
        facts.order(account.tier(), filled);
        account.keep(new Activity.Fill(activityId(now, executionId), now, filled, qty, price));
        changed(account, filled, filled.isOpen() ? "partial_fill" : "fill", execution);
    }

    private void settle(PaperAccount account, PaperAccount.Holding holding) {
        Instant now = market.now();
        BigDecimal value = options.intrinsic(holding.option());
        account.book(holding.option(), Side.SELL, holding.qty(), value);
        String id = activityId(now, id(account, "expiry", holding.option().symbol()));
        account.keep(new Activity.Expiry(
                id, now, holding.option().symbol(), holding.qty(), value.signum() > 0 ? value : null));
        changes++;
    }

    private void changed(PaperAccount account, PaperOrder order, String event, @Nullable Execution execution) {
        account.keep(order);
        changes++;
        events.accept(new OrderChanged(account.tier(), event, order, execution, order.updatedAt()));
    }

    private static String activityId(Instant at, String unique) {
        return ACTIVITY_TIME.format(at) + "::" + unique;
    }

    private static String id(PaperAccount account, String kind, String unique) {
        String name = account.spec().accountNumber() + "/" + kind + "/" + unique;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
