package dev.opspipeline.sandbox.broker;

import dev.opspipeline.sandbox.broker.PaperOrder.Side;
import dev.opspipeline.sandbox.market.ListedOption;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** One account's books: cash, holdings, orders and activities. Guarded by the broker's lock. */
final class PaperAccount {

    /** What is held of one contract; cost in dollars. */
    record Holding(ListedOption option, int qty, BigDecimal cost) {}

    private final AccountSpec spec;
    private final NavigableMap<String, Holding> holdings = new TreeMap<>();
    private final Map<String, PaperOrder> orders = new LinkedHashMap<>();
    private final Map<String, String> idsByClientOrderId = new HashMap<>();
    private final List<Activity> activities = new ArrayList<>();
    private BigDecimal cash;

    PaperAccount(AccountSpec spec) {
        this.spec = spec;
        this.cash = spec.cash().setScale(2, RoundingMode.UNNECESSARY);
    }

    AccountSpec spec() {
        return spec;
    }

    String tier() {
        return spec.tier();
    }

    AccountState state(Function<ListedOption, BigDecimal> mark) {
        BigDecimal equity = cash;
        for (Holding holding : holdings.values()) {
            equity = equity.add(dollars(mark.apply(holding.option()), holding.qty()));
        }
        return new AccountState(
                spec, cash, equity, spec.cash().setScale(2, RoundingMode.UNNECESSARY), optionsBuyingPower());
    }

    BigDecimal optionsBuyingPower() {
        return orders.values().stream().map(PaperOrder::held).reduce(cash, BigDecimal::subtract);
    }

    List<Holding> holdings() {
        return List.copyOf(holdings.values());
    }

    int held(String symbol) {
        Holding holding = holdings.get(symbol);
        return holding == null ? 0 : holding.qty();
    }

    /** Contracts that open orders are selling already. */
    int selling(String symbol) {
        return sellingOrders(symbol).stream().mapToInt(PaperOrder::openQty).sum();
    }

    List<PaperOrder> sellingOrders(String symbol) {
        return orders.values().stream()
                .filter(order -> order.isOpen()
                        && order.side() == Side.SELL
                        && order.symbol().equals(symbol))
                .toList();
    }

    List<PaperOrder> orders() {
        return List.copyOf(orders.values());
    }

    List<PaperOrder> openOrders() {
        return orders.values().stream().filter(PaperOrder::isOpen).toList();
    }

    Optional<PaperOrder> order(String id) {
        return Optional.ofNullable(orders.get(id));
    }

    Optional<PaperOrder> orderByClientId(String clientOrderId) {
        return Optional.ofNullable(idsByClientOrderId.get(clientOrderId)).map(orders::get);
    }

    /** Adds an order, or puts its newer state in place of the older. */
    void keep(PaperOrder order) {
        orders.put(order.id(), order);
        idsByClientOrderId.put(order.clientOrderId(), order.id());
    }

    void keep(Activity activity) {
        activities.add(activity);
    }

    List<Activity> activities() {
        return List.copyOf(activities);
    }

    /** Moves contracts and dollars of one execution; returns the contracts held after it. */
    int book(ListedOption option, Side side, int qty, BigDecimal price) {
        Holding before = holdings.getOrDefault(option.symbol(), new Holding(option, 0, BigDecimal.ZERO));
        int after = side == Side.BUY ? before.qty() + qty : before.qty() - qty;
        if (after < 0) {
            throw new IllegalStateException("would be short " + -after + " of " + option.symbol());
        }
        BigDecimal value = dollars(price, qty);
        cash = side == Side.BUY ? cash.subtract(value) : cash.add(value);
        if (after == 0) {
            holdings.remove(option.symbol());
        } else {
            BigDecimal cost = side == Side.BUY
                    ? before.cost().add(value)
                    : before.cost()
                            .multiply(BigDecimal.valueOf(after))
                            .divide(BigDecimal.valueOf(before.qty()), 2, RoundingMode.HALF_UP);
            holdings.put(option.symbol(), new Holding(option, after, cost));
        }
        return after;
    }

    static BigDecimal dollars(BigDecimal perShare, int contracts) {
        return perShare.multiply(BigDecimal.valueOf((long) contracts * ListedOption.MULTIPLIER))
                .setScale(2, RoundingMode.HALF_UP);
    }
}
