package dev.opspipeline.exit;

import dev.opspipeline.account.AccountBook;
import dev.opspipeline.account.Applied;
import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.exit.PositionEvent.Step;
import dev.opspipeline.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What follows when the broker takes a fill back or changes it: the open position counts anew, and of a finished one what was
 * told is told again as it stands. What is held again gets its old plan.
 */
final class Corrections {

    private final AccountBook book;
    private final Roster positions;
    private final Ownership ownership;
    private final List<Finished> finished = new ArrayList<>();

    /** A position that is over, and what was last told of it. */
    private record Finished(ManagedPosition position, ClosedTrade told) {}

    Corrections(AccountBook book, Roster positions, Ownership ownership) {
        this.book = book;
        this.positions = positions;
        this.ownership = ownership;
    }

    void finished(ManagedPosition position, ClosedTrade trade) {
        finished.removeIf(old -> old.told().closedAt().isBefore(trade.closedAt().minus(AccountBook.KEPT)));
        finished.add(new Finished(position, trade));
    }

    void take(Applied.Correction correction, Instant now, Outbox out) {
        BrokerOrder order = correction.after();
        String change = "%d at %s was %d at %s"
                .formatted(
                        order.filledQuantity(),
                        order.averageFillPrice(),
                        correction.before().filledQuantity(),
                        correction.before().averageFillPrice());
        Optional.ofNullable(positions.get(order.instrument()))
                .ifPresent(position -> open(position, order, change, now));
        List<String> told = new ArrayList<>();
        finished.replaceAll(over -> {
            if (!over.position().instrument.equals(order.instrument())) {
                return over;
            }
            Optional<ClosedTrade> anew = anew(over, order, change, now);
            anew.ifPresent(trade -> {
                told.add(trade.closeOrderId());
                out.add(new ExitCommand.PublishCorrected(trade));
            });
            return anew.map(trade -> new Finished(over.position(), trade)).orElse(over);
        });
        out.add(new ExitCommand.Alert(
                "broker changed a fill",
                new TreeMap<>(Map.of(
                        "contract",
                        order.instrument().symbol(),
                        "order",
                        order.clientOrderId(),
                        "change",
                        change,
                        "corrected",
                        told.isEmpty() ? "no closed trade" : String.join(" ", told)))));
        out.add(new ExitCommand.ReadBroker());
    }

    private void open(ManagedPosition position, BrokerOrder order, String change, Instant now) {
        position.exits.correct(order);
        ownership.paidBy(position, order).ifPresent(position::paid);
        position.undone = ownership.isUndone(position, order);
        note(position, order, change, now);
    }

    /** The trade as it stands now; empty when the order had no part in it. */
    private Optional<ClosedTrade> anew(Finished over, BrokerOrder order, String change, Instant now) {
        ManagedPosition position = over.position();
        boolean closed = position.exits.orders().contains(order.clientOrderId());
        Optional<Money> paid = ownership.paidBy(position, order);
        if (!closed && paid.isEmpty()) {
            return Optional.empty();
        }
        position.exits.correct(order);
        paid.ifPresent(position::paid);
        note(position, order, change, now);
        ExitPlan plan = position.plan();
        ManagedPosition again = positions.get(position.instrument);
        boolean heldAgain = book.held(position.instrument) != 0 && (again == null || !again.isOurs());
        if (closed && plan != null && heldAgain) {
            ownership.give(position.instrument, position.entryReference(), plan);
        }
        ClosedTrade told = over.told();
        return Optional.of(TradeAccount.of(
                position, position.exits.total(), told.reason(), told.closeOrderId(), told.entry(), told.closedAt()));
    }

    private static void note(ManagedPosition position, BrokerOrder order, String change, Instant now) {
        position.timeline.add(now, Step.CORRECTED, "%s: %s".formatted(order.clientOrderId(), change));
    }
}
