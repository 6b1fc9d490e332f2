package dev.opspipeline.exit;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.HeldPosition;
import dev.opspipeline.exit.PositionRecord.State;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every position that is looked after, one of each instrument. */
final class Roster {

    private final AccountBook book;
    private final Map<Instrument, ManagedPosition> positions = new TreeMap<>(Comparator.comparing(Instrument::symbol));

    Roster(AccountBook book) {
        this.book = book;
    }

    @Nullable
    ManagedPosition get(Instrument instrument) {
        return positions.get(instrument);
    }

    List<ManagedPosition> all() {
        return List.copyOf(positions.values());
    }

    Stream<ManagedPosition> stream() {
        return positions.values().stream();
    }

    void remove(ManagedPosition position) {
        positions.remove(position.instrument);
    }

    /** The one whose live closing order this is. */
    List<ManagedPosition> closing(ClientOrderId.Close id) {
        return stream()
                .filter(position -> position.live != null && position.live.id().equals(id))
                .toList();
    }

    /** What the book holds, each with its position here. */
    void follow(Instant now) {
        for (Instrument instrument : book.instruments()) {
            positions
                    .computeIfAbsent(instrument, held -> new ManagedPosition(held, book, now))
                    .hold(book.held(instrument), book.averagePrice(instrument).orElse(Money.ZERO), now);
        }
    }

    /** Also one that is not held any more: two readings must say so before it is over. */
    void restore(PositionRecord record, Instant now) {
        if (record.state() != State.CLOSED && !positions.containsKey(record.contract())) {
            ManagedPosition position = new ManagedPosition(record.contract(), book, now);
            positions.put(record.contract(), position);
            position.hold(record.quantity(), record.averagePrice(), now);
        }
    }

    /** The broker's list of positions: counts who is missing from it, and takes its valuation of what has no quotes. */
    void listed(List<HeldPosition> held, Instant asked) {
        Set<Instrument> listed = held.stream().map(HeldPosition::instrument).collect(Collectors.toSet());
        for (ManagedPosition position : positions.values()) {
            if (!listed.contains(position.instrument) && book.held(position.instrument) == 0) {
                position.missing++;
            }
        }
        for (HeldPosition valued : held) {
            ManagedPosition position = positions.get(valued.instrument());
            Money value = valued.marketValue();
            if (position != null && value != null && !position.isOption() && valued.quantity() != 0) {
                position.prices.valued(perShare(value, valued), asked, valued.quantity() < 0, position.plan());
            }
        }
    }

    private static Money perShare(Money value, HeldPosition held) {
        long shares = (long) held.quantity() * held.instrument().multiplier();
        return Money.nearest(value.amount().divide(BigDecimal.valueOf(shares), 8, RoundingMode.HALF_EVEN));
    }
}
