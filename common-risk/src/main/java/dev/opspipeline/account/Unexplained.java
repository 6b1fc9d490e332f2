package dev.opspipeline.account;

import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Units that the broker's list of positions showed, or lacked, without a fill or an order that explains it. */
final class Unexplained {

    private final Map<Instrument, Seen> seen = new HashMap<>();

    /** So many signed units, the last of them by the list that was begun then. */
    private record Seen(int units, Instant at) {}

    /** More of them; what a list takes back that an earlier one had shown needs no explanation any more. */
    void add(Instrument instrument, int units, Instant at) {
        seen.merge(instrument, new Seen(units, at), (before, now) -> new Seen(before.units() + now.units(), at));
    }

    /** Of so many signed units told of now: those that a list hardly older contained already. They are explained with that. */
    int explain(Instrument instrument, int units, Instant at, Duration skew) {
        Seen listed = seen.get(instrument);
        return listed == null || at.isAfter(listed.at().plus(skew)) ? 0 : explain(instrument, units);
    }

    /** The same, however old the list is. */
    int explain(Instrument instrument, int units) {
        Seen listed = seen.get(instrument);
        if (listed == null || Integer.signum(listed.units()) != Integer.signum(units)) {
            return 0;
        }
        int both = Math.min(Math.abs(listed.units()), Math.abs(units)) * Integer.signum(units);
        seen.put(instrument, new Seen(listed.units() - both, listed.at()));
        return both;
    }

    /** Whether the lists show a change in that direction which nothing explains; of no change there is nothing to show. */
    boolean shows(Instrument instrument, int units) {
        Seen listed = seen.get(instrument);
        return units == 0 || (listed != null && Integer.signum(listed.units()) == Integer.signum(units));
    }

    /** Both sides of each. A contract that has expired is nobody's mistake. */
    List<Difference> differences(LocalDate tradingDate, ToIntFunction<Instrument> held) {
        return seen.entrySet().stream()
                .filter(entry -> entry.getValue().units() != 0)
                .filter(entry -> !(entry.getKey() instanceof OptionContract contract
                        && contract.expiry().isBefore(tradingDate)))
                .map(entry -> {
                    int units = held.applyAsInt(entry.getKey());
                    return Difference.quantity(
                            entry.getKey(), units - entry.getValue().units(), units);
                })
                .sorted(Comparator.comparing(
                        difference -> difference.instrument().symbol()))
                .toList();
    }

    void clear() {
        seen.clear();
    }
}
