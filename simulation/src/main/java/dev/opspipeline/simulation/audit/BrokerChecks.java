package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.BrokerFact.Fill;
import dev.opspipeline.simulation.audit.BrokerFact.Quote;
import dev.opspipeline.simulation.audit.BrokerFact.Submit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Fills and closing orders at the broker. */
final class BrokerChecks {

    private BrokerChecks() {}

    static List<Check> all() {
        return List.of(new FillPrice(), new NeverShort(), new SellToClose(), new OneLiveClose());
    }

    /** Fills only within the limit, at the side of a quote that was served. */
    record FillPrice() implements Check {

        @Override
        public String rule() {
            return "fill-price";
        }

        @Override
        public Matter matter() {
            return Matter.FILLS;
        }

        @Override
        public void see(BrokerFact fact, Day day, Findings findings) {
            if (fact instanceof Fill fill) {
                findings.checked();
                fault(fill, day)
                        .ifPresent(text -> findings.violation(fill.account(), fill.at(), fill.clientOrderId(), text));
            }
        }

        private static Optional<String> fault(Fill fill, Day day) {
            BigDecimal side = fill.buy() ? fill.ask() : fill.bid();
            if (fill.price().compareTo(side) != 0) {
                return Optional.of("filled at %s, quote %s / %s".formatted(fill.price(), fill.bid(), fill.ask()));
            }
            boolean served = day.marks().within(fill.symbol(), fill.at(), Marks.KEPT).stream()
                    .anyMatch(quote -> side(quote, fill).compareTo(fill.price()) == 0);
            if (!served) {
                return Optional.of("filled at %s, which was served to nobody within %d s"
                        .formatted(fill.price(), Marks.KEPT.toSeconds()));
            }
            Optional<Placed> placed = day.ledger(fill.account()).order(fill.orderId());
            if (placed.isEmpty()) {
                return Optional.of("fill of an order that was never accepted");
            }
            BigDecimal limit = placed.get().submit().limitPrice();
            boolean beyond = limit != null
                    && (fill.buy()
                            ? fill.price().compareTo(limit) > 0
                            : fill.price().compareTo(limit) < 0);
            return beyond ? Optional.of("filled at %s, limit %s".formatted(fill.price(), limit)) : Optional.empty();
        }

        private static BigDecimal side(Quote quote, Fill fill) {
            return fill.buy() ? quote.ask() : quote.bid();
        }
    }

    /** No account is short at any instant, and the broker's count is the sum of the fills. */
    record NeverShort() implements Check {

        @Override
        public String rule() {
            return "never-short";
        }

        @Override
        public Matter matter() {
            return Matter.FILLS;
        }

        @Override
        public void see(BrokerFact fact, Day day, Findings findings) {
            if (!(fact instanceof Fill fill)) {
                return;
            }
            findings.checked();
            int after = day.ledger(fill.account()).quantity(fill.symbol())
                    + (fill.buy() ? fill.quantity() : -fill.quantity());
            if (after < 0) {
                findings.violation(fill.account(), fill.at(), fill.symbol(), "%d held after the fill".formatted(after));
            }
            if (after != fill.positionQuantity()) {
                findings.violation(
                        fill.account(),
                        fill.at(),
                        fill.symbol(),
                        "the fills add up to %d, the broker says %d".formatted(after, fill.positionQuantity()));
            }
        }
    }

    /** Sells to close what is held and not already being sold, under that position's id. */
    record SellToClose() implements Check {

        @Override
        public String rule() {
            return "sell-to-close";
        }

        @Override
        public Matter matter() {
            return Matter.CLOSES;
        }

        @Override
        public void see(BrokerFact fact, Day day, Findings findings) {
            if (fact instanceof Submit submit && submit.exit()) {
                findings.checked();
                fault(submit, day.ledger(submit.account()))
                        .ifPresent(text ->
                                findings.violation(submit.account(), submit.at(), submit.clientOrderId(), text));
            }
        }

        private static Optional<String> fault(Submit submit, Ledger ledger) {
            if (!submit.intent().equals("sell_to_close")) {
                return Optional.of("intent " + submit.intent());
            }
            int selling = ledger.workingExits(submit.symbol()).stream()
                    .mapToInt(Placed::remaining)
                    .sum();
            int held = ledger.quantity(submit.symbol());
            if (submit.quantity() > held - selling) {
                return Optional.of(
                        "sells %d of %d held, %d already selling".formatted(submit.quantity(), held, selling));
            }
            String reference =
                    ledger.held(submit.symbol()).map(Holding::entryReference).orElse("");
            boolean named = submit.id() instanceof OrderId.Exit exit
                    && exit.symbol().equals(submit.symbol())
                    && exit.entryReference().equals(reference);
            return named ? Optional.empty() : Optional.of("id does not name the position opened by " + reference);
        }
    }

    /** At most one live closing order a contract. */
    record OneLiveClose() implements Check {

        @Override
        public String rule() {
            return "one-live-close";
        }

        @Override
        public Matter matter() {
            return Matter.CLOSES;
        }

        @Override
        public void see(BrokerFact fact, Day day, Findings findings) {
            if (fact instanceof Submit submit && submit.exit()) {
                findings.checked();
                day.ledger(submit.account())
                        .workingExits(submit.symbol())
                        .forEach(live -> findings.violation(
                                submit.account(),
                                submit.at(),
                                submit.clientOrderId(),
                                "%s is still live".formatted(live.submit().clientOrderId())));
            }
        }
    }
}
