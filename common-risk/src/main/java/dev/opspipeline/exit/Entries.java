package dev.opspipeline.exit;

import static java.util.Objects.requireNonNull;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.Side;
import dev.opspipeline.account.Tier;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Strategy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which of an account's orders opened what is held, and which closed it: by their ids alone. */
final class Entries {

    private final Tier tier;
    private final AccountBook book;

    /** An entry of ours of which something is still held. */
    record Entry(String reference, Strategy strategy, Instant firstFillAt) {}

    Entries(Tier tier, AccountBook book) {
        this.tier = tier;
        this.book = book;
    }

    /** The last entry of which more was bought than has been sold. */
    Optional<Entry> open(Instrument instrument) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        Map<String, Integer> units = new HashMap<>();
        for (BrokerOrder order : book.orders(instrument)) {
            if (order.filledQuantity() > 0
                    && ClientOrderId.parse(order.clientOrderId()).orElse(null) instanceof ClientOrderId.Entry id
                    && id.tier() == tier) {
                String reference = id.recommendation().value();
                Instant at = order.filledAt() == null ? order.submittedAt() : order.filledAt();
                entries.putIfAbsent(reference, new Entry(reference, id.strategy(), at));
                units.merge(reference, order.filledQuantity(), Integer::sum);
            }
        }
        return entries.values().stream()
                .filter(entry -> units.getOrDefault(entry.reference(), 0) > sold(instrument, entry.reference()))
                .reduce((first, second) -> second);
    }

    /** When anybody's order last brought something in; empty when no such order is known. */
    Optional<Instant> lastOpened(Instrument instrument, boolean isShort) {
        return book.orders(instrument).stream()
                .filter(order -> order.filledQuantity() > 0 && order.side() == (isShort ? Side.SELL : Side.BUY))
                .map(order -> order.filledAt() == null ? order.submittedAt() : order.filledAt())
                .max(Comparator.naturalOrder());
    }

    /** Units that an entry has bought so far, by the broker's word; 0 when its orders are not known any more. */
    int bought(Instrument instrument, String reference) {
        return buys(instrument, reference).mapToInt(BrokerOrder::filledQuantity).sum();
    }

    private Stream<BrokerOrder> buys(Instrument instrument, String reference) {
        return book.orders(instrument).stream().filter(order -> isOf(reference, order));
    }

    /** It belongs to that entry. */
    boolean isOf(String reference, BrokerOrder order) {
        return ClientOrderId.parse(order.clientOrderId()).orElse(null) instanceof ClientOrderId.Entry id
                && id.tier() == tier
                && id.recommendation().value().equals(reference);
    }

    /** Dollars per share that an entry has cost on average, by the broker's word; empty when that is not known (any more). */
    Optional<Money> paid(Instrument instrument, String reference) {
        int units = bought(instrument, reference);
        if (buys(instrument, reference)
                .anyMatch(order -> order.filledQuantity() > 0 && order.averageFillPrice() == null)) {
            return Optional.empty();
        }
        Money spent = buys(instrument, reference)
                .filter(order -> order.averageFillPrice() != null)
                .map(order -> requireNonNull(order.averageFillPrice()).times(order.filledQuantity()))
                .reduce(Money.ZERO, Money::plus);
        return units == 0
                ? Optional.empty()
                : Optional.of(
                        Money.nearest(spent.amount().divide(BigDecimal.valueOf(units), 8, RoundingMode.HALF_EVEN)));
    }

    private int sold(Instrument instrument, String reference) {
        return closes(instrument, reference)
                .mapToInt(BrokerOrder::filledQuantity)
                .sum();
    }

    Stream<BrokerOrder> closes(Instrument instrument, String reference) {
        return book.orders(instrument).stream()
                .filter(order ->
                        ClientOrderId.parse(order.clientOrderId()).orElse(null) instanceof ClientOrderId.Close id
                                && id.tier() == tier
                                && id.entryReference().equals(reference));
    }
}
