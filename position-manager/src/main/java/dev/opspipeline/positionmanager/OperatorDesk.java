package dev.opspipeline.positionmanager;

import dev.opspipeline.account.BrokerOrder;
import dev.opspipeline.account.ClientOrderId;
import dev.opspipeline.account.Reply;
import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.runtime.MarketClock;
import dev.opspipeline.exit.ClosedTrade;
import dev.opspipeline.exit.PositionRecord;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.SessionCalendar;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one operator's order on an account, with the same close as the service's: the same ids, so that a service that
 * runs beside it and this one never sell the same thing twice.
 */
final class OperatorDesk {

    private static final Duration HISTORY = Duration.ofDays(10);

    private final OperatorOrder order;
    private final BrokerAccess access;
    private final MarketClock clock;
    private final ExitLoop exits;
    private final Printer printer;
    private boolean asked;
    private int quiet;

    OperatorDesk(
            OperatorOrder order,
            Tier tier,
            BrokerAccess access,
            MarketClock clock,
            Consumer<Runnable> results,
            PrintStream out) {
        this.order = order;
        this.access = access;
        this.clock = clock;
        this.printer = new Printer(out);
        this.exits = new ExitLoop(
                tier,
                access,
                printer,
                new ExitMetrics(tier, new SimpleMeterRegistry()),
                clock,
                results,
                Requests.inTurn(),
                () -> {});
        exits.closeOnRequestOnly();
    }

    /** The tier that the account's own orders name; empty when there are none. */
    static Optional<Tier> tierOf(BrokerAccess access, Instant now) {
        return access.broker()
                .ordersSince(now.minus(HISTORY))
                .answer()
                .flatMap(orders -> orders.stream()
                        .flatMap(found -> ClientOrderId.parse(found.clientOrderId()).stream())
                        .map(ClientOrderId::tier)
                        .reduce((first, second) -> second));
    }

    /** Goes on by one step; to be repeated until it is done. */
    boolean isDone() {
        if (!exits.start(PositionMemory.NONE)) {
            return false;
        }
        if (!asked) {
            asked = true;
            ask();
        }
        exits.pass();
        Set<Instrument> closing = exits.closing();
        quiet = closing.isEmpty() ? quiet + 1 : 0;
        if (printer.waits && !closing.isEmpty() && exits.closable().isEmpty()) {
            printer.problem = nothingTradable(closing);
        }
        // A second look: an entry that was cancelled may have filled first.
        return quiet > (order.flatten() ? 2 : 1);
    }

    /** One that waits keeps nobody from closing the others; only when all do is there nothing left to wait for. */
    private OperatorProblem nothingTradable(Set<Instrument> closing) {
        LocalDate today = SessionCalendar.tradingDate(clock.now());
        List<String> expired = closing.stream()
                .filter(instrument -> instrument instanceof OptionContract contract
                        && contract.expiry().isBefore(today))
                .map(Instrument::symbol)
                .sorted()
                .toList();
        return expired.size() == closing.size()
                ? OperatorProblem.misunderstood(String.join(", ", expired)
                        + " expired and cannot be sold any more: the broker's activities will say what became of it.")
                : OperatorProblem.later("The market is closed, nothing can be sold: run it again when it is"
                        + " open, or flatten with the kill switch, which waits for that.");
    }

    /** Why nothing more will come of it, in a line; empty as long as something may. */
    Optional<OperatorProblem> problem() {
        return Optional.ofNullable(printer.problem);
    }

    private void ask() {
        Instant now = clock.now();
        Instant expires = now.plus(order.patience());
        if (order.flatten()) {
            cancelEntries();
            exits.flatten("command line", order.includeExternal(), order.by(), now);
        } else if (order.instrument() != null) {
            exits.close(order.instrument(), order.by(), now, expires);
        } else {
            exits.closeAll(order.includeExternal(), order.by(), now, expires);
        }
    }

    private void cancelEntries() {
        List<BrokerOrder> open = access.broker().openOrders().answer().orElse(List.of());
        open.stream()
                .filter(found -> ClientOrderId.parse(found.clientOrderId()).orElse(null) instanceof ClientOrderId.Entry)
                .forEach(found -> {
                    Reply<?> unused = access.broker().cancel(found.id());
                });
    }

    /** Says what happens, for the one who waits. */
    private static final class Printer implements PositionJournal {

        private final PrintStream out;
        private final Map<String, String> last = new HashMap<>();
        private @Nullable OperatorProblem problem;
        private boolean waits;

        Printer(PrintStream out) {
            this.out = out;
        }

        @Override
        public void position(PositionRecord position) {
            String state = "%s %d %s".formatted(position.state(), position.quantity(), position.entryReference());
            if (!state.equals(last.put(position.contract().symbol(), state))) {
                out.println(position.contract() + "  " + state);
            }
        }

        @Override
        public void closed(ClosedTrade trade) {
            out.println("%s  closed %d at %s, profit %s"
                    .formatted(trade.contract(), trade.quantity(), trade.exitPrice(), trade.realizedProfit()));
        }

        @Override
        public void alert(String text, Map<String, String> data) {
            switch (text) {
                case "nothing held to close" ->
                    problem = OperatorProblem.misunderstood(data.get("contract") + " is not held: nothing was sent.");
                case "close waits for the market to open" -> waits = true;
                default -> out.println("! " + text + " " + data);
            }
        }

        @Override
        public void heartbeat(Instant marketTime, Instant lastBrokerRead, int held, int evaluated) {
            // Nobody may open positions on the word of a command that ends.
        }
    }
}
