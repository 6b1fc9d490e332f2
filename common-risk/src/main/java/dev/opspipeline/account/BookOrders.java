package dev.opspipeline.account;

import dev.opspipeline.account.BookView.AcceptedEntry;
import dev.opspipeline.account.BookView.EntryInFlight;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.signal.RecommendationId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An account's orders and reservations, by the id they were sent with. */
final class BookOrders {

    private final Tier tier;
    private final Map<String, BookOrder> orders = new LinkedHashMap<>();
    private final Map<String, Instant> acceptedAt = new HashMap<>();

    BookOrders(Tier tier) {
        this.tier = tier;
    }

    /**
     * Forgets everything but what a reading begun now may not know of yet: money set aside for an order nobody has
     * confirmed, and orders alive that were heard of since.
     */
    void clearBut(Instant heardSince) {
        orders.values()
                .removeIf(order -> order.isTerminal()
                        || (order.isAcknowledged() && order.lastHeard().isBefore(heardSince)));
        acceptedAt.keySet().retainAll(orders.keySet());
    }

    @Nullable
    BookOrder get(String clientOrderId) {
        return orders.get(clientOrderId);
    }

    /** The order with the broker's report taken in. */
    BookOrder reported(BrokerOrder order, Instant at) {
        BookOrder known = orders.computeIfAbsent(order.clientOrderId(), id -> BookOrder.of(order, at));
        known.report(order, at);
        known.entryOf(tier).ifPresent(entry -> accepted(entry, order.submittedAt()));
        return known;
    }

    /**
     * Takes a list of orders that was begun then, and returns those that ended with less, or at another price, than had been told:
     * of what was taken back only where the positions show it, too.
     */
    List<Applied.Correction> relisted(List<BrokerOrder> listed, Instant asked, Unexplained positions) {
        List<Applied.Correction> corrections = new ArrayList<>();
        for (BrokerOrder order : listed) {
            BookOrder known = orders.get(order.clientOrderId());
            if (known != null
                    && known.isTakenBack(order, asked.minus(AccountBook.CLOCK_SKEW))
                    && positions.shows(order.instrument(), known.signed(known.fewer(order)))) {
                BrokerOrder before = known.view().orElseThrow();
                int unused = known.correct(order, asked);
                corrections.add(new Applied.Correction(before, order));
            } else {
                BookOrder unused = reported(order, asked);
            }
        }
        return List.copyOf(corrections);
    }

    void reserve(Reservation reservation) {
        orders.compute(
                reservation.id().value(),
                (id, known) -> known == null || (known.isTerminal() && !known.isAcknowledged())
                        ? BookOrder.reserved(reservation)
                        : known);
    }

    void accepted(ClientOrderId.Entry id, Instant at) {
        acceptedAt.putIfAbsent(id.value(), at);
    }

    Stream<BookOrder> of(Instrument instrument) {
        return orders.values().stream().filter(order -> order.instrument().equals(instrument));
    }

    int pending(Instrument instrument, Side side) {
        return of(instrument)
                .filter(order -> order.side() == side)
                .mapToInt(BookOrder::pending)
                .sum();
    }

    List<EntryInFlight> inFlight() {
        return orders.values().stream()
                .filter(order -> order.opens() && order.pending() > 0)
                .map(order -> new EntryInFlight(
                        order.entryOf(tier)
                                .map(ClientOrderId.Entry::recommendation)
                                .orElseGet(() -> foreign(order.clientOrderId())),
                        (OptionContract) order.instrument(),
                        order.pending(),
                        order.reserved()))
                .toList();
    }

    /** Somebody else's order has no recommendation: its own id stands in. */
    private static RecommendationId foreign(String clientOrderId) {
        String letters = clientOrderId.replaceAll("[^A-Za-z0-9_-]", "_");
        return new RecommendationId("external-" + letters.substring(0, Math.min(letters.length(), 50)));
    }

    List<AcceptedEntry> entriesOn(LocalDate tradingDate) {
        // Of a re-priced entry that has no answer yet, the first order's time says nothing any more.
        Set<RecommendationId> unanswered = unanswered();
        Map<RecommendationId, AcceptedEntry> entries = new LinkedHashMap<>();
        for (BookOrder order : orders.values()) {
            Instant at = acceptedAt.get(order.clientOrderId());
            Optional<ClientOrderId.Entry> id = order.entryOf(tier);
            if (at != null
                    && id.isPresent()
                    && order.instrument() instanceof OptionContract contract
                    && SessionCalendar.tradingDate(at).equals(tradingDate)) {
                RecommendationId recommendation = id.get().recommendation();
                entries.merge(
                        recommendation,
                        new AcceptedEntry(recommendation, contract.underlying(), at, order.isFilledAtAll()),
                        BookOrders::together);
            }
        }
        return entries.values().stream()
                .filter(entry -> !unanswered.contains(entry.recommendationId()))
                .sorted(Comparator.comparing(AcceptedEntry::acceptedAt))
                .toList();
    }

    /** Entries with an order that may be accepted at any moment, or was without our knowing. */
    private Set<RecommendationId> unanswered() {
        return orders.values().stream()
                .filter(order -> order.pending() > 0 && !acceptedAt.containsKey(order.clientOrderId()))
                .flatMap(order -> order.entryOf(tier).stream())
                .map(ClientOrderId.Entry::recommendation)
                .collect(Collectors.toSet());
    }

    /** A re-priced entry is one trade: cooldowns from the later order, filled if either is. */
    private static AcceptedEntry together(AcceptedEntry a, AcceptedEntry b) {
        return new AcceptedEntry(
                a.recommendationId(),
                a.ticker(),
                a.acceptedAt().isAfter(b.acceptedAt()) ? a.acceptedAt() : b.acceptedAt(),
                a.filled() || b.filled());
    }

    /** Explains units that appeared in the broker's list, or went missing from it, by orders that may have done it. */
    int attribute(Instrument instrument, int gap, Set<String> listedOpen) {
        Side side = gap > 0 ? Side.BUY : Side.SELL;
        int left = Math.abs(gap);
        List<BookOrder> possible = of(instrument)
                .filter(order -> order.side() == side && order.isAcknowledged())
                .toList();
        for (BookOrder order : possible) {
            boolean alive = listedOpen.contains(order.clientOrderId());
            int units = Math.min(alive ? order.reportedPending() : order.pending(), left);
            if (units > 0) {
                order.list(units);
                left -= units;
            }
        }
        return gap > 0 ? left : -left;
    }

    /** Fills reported before a reading of positions began are in that reading. */
    void settle(Instant before, Predicate<Instrument> read) {
        orders.values().stream()
                .filter(order -> order.lastHeard().isBefore(before) && read.test(order.instrument()))
                .forEach(BookOrder::settle);
    }

    /** Orders that were alive before a reading began and are not in it; missing from two, they are over. */
    List<Difference> notListed(Set<String> listedOpen, Instant before) {
        List<BookOrder> missing = orders.values().stream()
                .filter(order -> order.isAcknowledged()
                        && !order.isTerminal()
                        && order.lastHeard().isBefore(before)
                        && !listedOpen.contains(order.clientOrderId()))
                .toList();
        List<Difference> differences = missing.stream()
                .map(order -> Difference.of(Difference.Kind.ORDER_NOT_LISTED, order, order.pending(), 0))
                .toList();
        missing.forEach(BookOrder::missFromReading);
        return differences;
    }

    /** Drops what ended long ago, so that a process may run for months. */
    void forgetBefore(Instant instant) {
        orders.values()
                .removeIf(order -> order.isTerminal()
                        && order.pending() == 0
                        && order.lastHeard().isBefore(instant));
        acceptedAt.keySet().removeIf(id -> !orders.containsKey(id) && isBefore(id, instant));
    }

    private boolean isBefore(String id, Instant instant) {
        Instant at = acceptedAt.get(id);
        return at != null && at.isBefore(instant);
    }
}
