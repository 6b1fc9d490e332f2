package dev.opspipeline.risk;

import dev.opspipeline.account.BookView;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.money.Money;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The dollars of underlyings an account moves like, calls positive and puts negative, entries in flight included. */
final class NetDelta {

    private NetDelta() {}

    /**
     * @param dollars null while the price of an underlying is unknown
     * @param unknown what is not known, for a person; empty when all is
     */
    record Sum(@Nullable Money dollars, String unknown) {}

    static Sum of(Proposal proposal) {
        Map<Instrument, PositionDelta> known = new HashMap<>();
        proposal.deltas().forEach(delta -> known.put(delta.instrument(), delta));
        Money sum = Money.ZERO;
        List<String> missing = new ArrayList<>();
        for (Map.Entry<Instrument, Integer> held : units(proposal.book()).entrySet()) {
            PositionDelta delta = known.get(held.getKey());
            Money dollars = delta == null
                    ? null
                    : new PositionDelta(held.getKey(), held.getValue(), delta.delta(), delta.underlyingPrice())
                            .dollars();
            if (dollars == null) {
                missing.add("price under " + held.getKey().symbol());
            } else {
                sum = sum.plus(dollars);
            }
        }
        return missing.isEmpty() ? new Sum(sum, "") : new Sum(null, String.join(", ", missing));
    }

    private static Map<Instrument, Integer> units(BookView book) {
        Map<Instrument, Integer> units = new HashMap<>();
        book.positions().forEach(held -> units.merge(held.instrument(), held.quantity(), Integer::sum));
        book.entriesInFlight().forEach(entry -> units.merge(entry.contract(), entry.contracts(), Integer::sum));
        return units;
    }
}
