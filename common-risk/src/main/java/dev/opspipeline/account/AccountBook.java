package dev.opspipeline.account;

import dev.opspipeline.account.TradeUpdate.Execution;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One account's positions, orders and reservations: a fold of what its broker says, in whatever order it is said. Each
 * process has one, used by one thread; the broker's list is the periodic check and wins.
 */
public final class AccountBook {

    /** How far the broker's time stamps may be off ours: beyond it nothing is entered anyway. */
    static final Duration CLOCK_SKEW = Duration.ofSeconds(2);

    /** Finished orders are remembered for so long: more than the trading date they count in. */
    public static final Duration KEPT = Duration.ofDays(2);

    private static final Comparator<Instrument> BY_SYMBOL = Comparator.comparing(Instrument::symbol);

    private final BookOrders orders;
    private final Map<Instrument, BookPosition> positions = new TreeMap<>(BY_SYMBOL);
    private final Set<String> executions = new HashSet<>();
    private final Map<Instrument, Instant> lastTraded = new HashMap<>();
    private final Unexplained unexplained = new Unexplained();

    /** What had been paid for what is held no more: a sale may be taken back. */
    private final Map<Instrument, Money> lastPaid = new HashMap<>();

    private Instant confirmedAt = Instant.MIN;

    public AccountBook(Tier tier) {
        this.orders = new BookOrders(tier);
    }

    /** Takes a message of the trade-updates stream; a repeated execution counts once, a late one still counts. */
    public Applied apply(TradeUpdate update) {
        if (update.corrects()) {
            return correct(update);
        }
        BookOrder order = orders.reported(update.order(), update.at());
        Execution execution = update.execution();
        if (execution == null || !executions.add(execution.id())) {
            return Applied.nothing();
        }
        Instrument instrument = order.instrument();
        int units = order.signed(order.execute(execution.quantity()));
        trade(instrument, units - unexplained.explain(instrument, units, update.at(), CLOCK_SKEW), execution.price());
        lastTraded.merge(instrument, update.at(), (a, b) -> a.isAfter(b) ? a : b);
        return Applied.executed(execution, order.overfill());
    }

    /** Executions were taken back or changed; repeated, it changes nothing. What was more than before comes with the next list. */
    private Applied correct(TradeUpdate update) {
        BookOrder order = orders.get(update.order().clientOrderId());
        Optional<BrokerOrder> before = order == null ? Optional.empty() : order.view();
        if (order == null || before.isEmpty()) {
            apply(update.order(), update.at());
            return Applied.nothing();
        }
        Instrument instrument = order.instrument();
        int units = order.signed(order.correct(update.order(), update.at()));
        if (units != 0) {
            trade(
                    instrument,
                    units - unexplained.explain(instrument, units, update.at(), CLOCK_SKEW),
                    paid(before.get()));
            lastTraded.merge(instrument, update.at(), (a, b) -> a.isAfter(b) ? a : b);
        }
        BrokerOrder was = before.get();
        boolean same = was.filledQuantity() == update.order().filledQuantity()
                && Objects.equals(was.averageFillPrice(), update.order().averageFillPrice());
        return same ? Applied.nothing() : Applied.corrected(was, update.order());
    }

    /** What is held again had cost, as far as that is known: the next list of positions says it better. */
    private Money paid(BrokerOrder takenBack) {
        Instrument instrument = takenBack.instrument();
        return averagePrice(instrument)
                .or(() -> Optional.ofNullable(lastPaid.get(instrument)))
                .or(() -> orders(instrument).stream()
                        .filter(order -> order.side() != takenBack.side())
                        .flatMap(order -> Optional.ofNullable(order.averageFillPrice()).stream())
                        .reduce((first, second) -> second))
                .or(() -> Optional.ofNullable(takenBack.averageFillPrice()))
                .orElse(Money.ZERO);
    }

    /**
     * Takes an order as the broker answered it to a submit or a look-up. Fills it reports stay pending until their
     * executions, or a list of positions, bring them into the position.
     */
    public void apply(BrokerOrder order, Instant at) {
        orders.reported(order, at);
    }

    /**
     * Takes orders as a list told them that was begun at {@code asked}. One that ended with fewer fills than were told before, or at
     * another price, had fills taken back or changed while nobody listened: it stands as listed if the list is younger than all
     * that was heard of it, and if the positions, which are left to their own list, have changed that way, too.
     *
     * @return what was taken back or changed
     */
    public List<Applied.Correction> relisted(List<BrokerOrder> listed, Instant asked) {
        List<Applied.Correction> corrections = orders.relisted(listed, asked, unexplained);
        corrections.forEach(correction -> unexplained.explain(correction.after().instrument(), correction.units()));
        return corrections;
    }

    /**
     * Takes the broker's list of positions as the truth, and its open orders as the ones alive. What traded since the
     * reading began is left for the next one: the list may be older than the fill. To be read in the same order as for
     * {@link #rebuild}.
     *
     * @param at market time at which the reading began
     * @return what no order of the book explains
     */
    public List<Difference> reconcile(List<HeldPosition> held, List<BrokerOrder> openOrders, Instant at) {
        List<Difference> differences = new ArrayList<>();
        Set<String> open = new HashSet<>();
        for (BrokerOrder order : openOrders) {
            open.add(order.clientOrderId());
            boolean unknown = orders.get(order.clientOrderId()) == null;
            BookOrder reported = orders.reported(order, at);
            if (unknown) {
                differences.add(Difference.of(Difference.Kind.ORDER_UNKNOWN, reported, 0, order.openQuantity()));
            }
        }
        Instant certain = at.minus(CLOCK_SKEW);
        Map<Instrument, BookPosition> truth = new HashMap<>();
        held.forEach(position -> truth.put(position.instrument(), BookPosition.of(position)));
        Set<Instrument> instruments = new TreeSet<>(BY_SYMBOL);
        instruments.addAll(positions.keySet());
        instruments.addAll(truth.keySet());
        for (Instrument instrument : instruments) {
            if (lastTraded.getOrDefault(instrument, Instant.MIN).isBefore(certain)) {
                correct(truth.getOrDefault(instrument, BookPosition.none(instrument)), open, at)
                        .ifPresent(differences::add);
            }
        }
        orders.settle(
                certain,
                instrument -> lastTraded.getOrDefault(instrument, Instant.MIN).isBefore(certain));
        differences.addAll(orders.notListed(open, certain));
        confirmedAt = at;
        orders.forgetBefore(at.minus(KEPT));
        return List.copyOf(differences);
    }

    private Optional<Difference> correct(BookPosition truth, Set<String> open, Instant at) {
        Instrument instrument = truth.instrument();
        int before = held(instrument);
        int gap = truth.quantity() - before;
        int left = gap == 0 ? 0 : orders.attribute(instrument, gap, open);
        put(truth);
        if (left == 0) {
            return Optional.empty();
        }
        unexplained.add(instrument, left, at);
        return Optional.of(Difference.quantity(instrument, before, truth.quantity()));
    }

    /**
     * Where the broker holds what no fill and no order explains, whatever the lists say since: both sides, until a late fill
     * explains it. A contract that has expired is nobody's mistake.
     */
    public List<Difference> unexplained(LocalDate tradingDate) {
        return unexplained.differences(tradingDate, this::held);
    }

    /** What is unexplained has been seen and said: from here on it is part of what is known. */
    public void explain() {
        unexplained.clear();
    }

    /**
     * Starts over from what the broker says: one path for a start and for a recovery. To be read in this order: orders,
     * then positions, so that a fill in between counts twice until the next list rather than not at all. Money set aside for
     * an order that the broker has not confirmed stays set aside.
     *
     * @param todaysOrders all orders of the trading date at least, whatever became of them
     * @param at market time at which the reading began
     */
    public void rebuild(List<HeldPosition> held, List<BrokerOrder> todaysOrders, Instant at) {
        orders.clearBut(at.minus(CLOCK_SKEW));
        positions.clear();
        executions.clear();
        lastTraded.clear();
        unexplained.clear();
        held.forEach(position -> put(BookPosition.of(position)));
        todaysOrders.forEach(order -> orders.reported(order, at).settle());
        confirmedAt = at;
    }

    /** Sets money aside; repeating it changes nothing, unless it was let go of meanwhile. */
    public void reserve(Reservation reservation) {
        orders.reserve(reservation);
    }

    /** The order came to nothing, or to no more than it did: what it had not filled is free again. */
    public void release(ClientOrderId id) {
        BookOrder order = orders.get(id.value());
        if (order != null) {
            order.cancel();
        }
    }

    /** The broker took the entry: cooldowns count from here, filled or not. */
    public void accepted(ClientOrderId.Entry id, Instant at) {
        orders.accepted(id, at);
    }

    /** Signed units held. */
    public int held(Instrument instrument) {
        BookPosition position = positions.get(instrument);
        return position == null ? 0 : position.quantity();
    }

    /** Units that sells may still take from the position, fills included that it does not show yet. */
    public int selling(Instrument instrument) {
        return orders.pending(instrument, Side.SELL);
    }

    /** Units that buys may still bring into the position, likewise. */
    public int buying(Instrument instrument) {
        return orders.pending(instrument, Side.BUY);
    }

    /** Dollars per share paid for what is held; empty when nothing is. */
    public Optional<Money> averagePrice(Instrument instrument) {
        return Optional.ofNullable(positions.get(instrument)).map(BookPosition::averagePrice);
    }

    /** Everything held, sorted by symbol. */
    public List<Instrument> instruments() {
        return List.copyOf(positions.keySet());
    }

    /** The instrument's orders the broker has confirmed, those finished in the last days included. */
    public List<BrokerOrder> orders(Instrument instrument) {
        return orders.of(instrument).flatMap(order -> order.view().stream()).toList();
    }

    /** One order by the id it was sent with; empty while the broker has not confirmed it. */
    public Optional<BrokerOrder> order(String clientOrderId) {
        return Optional.ofNullable(orders.get(clientOrderId)).flatMap(BookOrder::view);
    }

    /** The book as the entry gates read it on a trading date. */
    public BookView view(LocalDate tradingDate) {
        return new BookView(
                positions.values().stream().map(BookPosition::view).toList(),
                orders.inFlight(),
                orders.entriesOn(tradingDate),
                confirmedAt);
    }

    private void trade(Instrument instrument, int units, Money price) {
        if (units != 0) {
            put(positions
                    .getOrDefault(instrument, BookPosition.none(instrument))
                    .traded(units, price));
        }
    }

    private void put(BookPosition position) {
        if (position.quantity() == 0) {
            BookPosition before = positions.remove(position.instrument());
            if (before != null) {
                lastPaid.put(before.instrument(), before.averagePrice());
            }
        } else {
            positions.put(position.instrument(), position);
        }
    }
}
