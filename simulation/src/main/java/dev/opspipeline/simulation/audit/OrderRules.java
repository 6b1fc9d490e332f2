package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.BrokerFact.Quote;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an entry order must look like, and what must be alive when it is sent. */
final class OrderRules {

    private OrderRules() {}

    static List<EntryRule> all() {
        return List.of(
                new BuyToOpen(), new LimitAtAsk(), new ContractChoice(), new TradingAllowed(), new ExitManagerHeard());
    }

    /** A limit order that opens. */
    record BuyToOpen() implements EntryRule {

        @Override
        public String name() {
            return "buy-to-open";
        }

        @Override
        public boolean holdsForRepricing() {
            return true;
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            return entry.submit().intent().equals("buy_to_open")
                            && entry.submit().limitPrice() != null
                    ? Optional.empty()
                    : Optional.of("intent %s, limit %s"
                            .formatted(entry.submit().intent(), entry.submit().limitPrice()));
        }
    }

    /** Never pays more than an ask somebody was served lately. */
    record LimitAtAsk() implements EntryRule {

        @Override
        public String name() {
            return "limit-at-ask";
        }

        @Override
        public boolean holdsForRepricing() {
            return true;
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            BigDecimal limit = entry.submit().limitPrice();
            Duration window = limits.seconds("max_quote_age_seconds")
                    .plus(entry.day().run().twoSteps());
            Optional<BigDecimal> ask = entry.day().marks().within(entry.submit().symbol(), entry.at(), window).stream()
                    .map(Quote::ask)
                    .max(BigDecimal::compareTo);
            if (ask.isEmpty()) {
                return Optional.of("no quote served within %d s".formatted(window.toSeconds()));
            }
            return limit == null || limit.compareTo(ask.get()) <= 0
                    ? Optional.empty()
                    : Optional.of("limit %s above the ask of %s".formatted(limit, ask.get()));
        }
    }

    /** The recommendation's underlying and direction, within the strategy's days to expiry. */
    record ContractChoice() implements EntryRule {

        private static final int MOST_DAYS = 7;
        private static final int LEAST_SWING_DAYS = 7;
        private static final int MOST_SWING_DAYS = 30;
        private static final Duration ZERO_DAYS_BEFORE_CLOSE = Duration.ofHours(3);

        @Override
        public String name() {
            return "contract-choice";
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            Optional<Occ> contract = Occ.parse(entry.submit().symbol());
            if (contract.isEmpty()) {
                return Optional.of(entry.submit().symbol() + " is not an option");
            }
            Occ occ = contract.get();
            String root = entry.signal().ticker().replace(".", "");
            if (!occ.underlying().replace(".", "").equals(root)
                    || occ.call() != entry.signal().call()) {
                return Optional.of("bought for %s %s"
                        .formatted(entry.signal().action(), entry.signal().ticker()));
            }
            return expiry(entry, occ.daysToExpiry(entry.day().run().date()));
        }

        private static Optional<String> expiry(Entry entry, long days) {
            boolean day = entry.signal().day();
            long least = day ? 0 : LEAST_SWING_DAYS;
            long most = day ? MOST_DAYS : MOST_SWING_DAYS;
            if (days < least || days > most) {
                return Optional.of("%d days to expiry, allowed %d to %d".formatted(days, least, most));
            }
            boolean late = entry.at().isAfter(entry.day().run().beforeClose(ZERO_DAYS_BEFORE_CLOSE));
            return days == 0 && late
                    ? Optional.of("expires today, bought at %s".formatted(entry.at()))
                    : Optional.empty();
        }
    }

    /** The document and the kill switch let the account trade. */
    record TradingAllowed() implements EntryRule {

        @Override
        public String name() {
            return "trading-allowed";
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            if (!limits.flag("trading_enabled")) {
                return Optional.of("trading_enabled is false");
            }
            return entry.day().parameters().killed(entry.wall())
                    ? Optional.of("the kill switch was set")
                    : Optional.empty();
        }
    }

    /** The account's acting exit loop was heard from, in wall time. */
    record ExitManagerHeard() implements EntryRule {

        /** The limit of the rule and some time for the beat to travel. */
        private static final Duration SILENCE = Duration.ofSeconds(30 + 5);

        @Override
        public String name() {
            return "exit-manager-heard";
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            return entry.day().topics().exitLoopHeard(entry.submit().account(), entry.wall(), SILENCE)
                    ? Optional.empty()
                    : Optional.of("no beat of the acting exit loop within %d s".formatted(SILENCE.toSeconds()));
        }
    }
}
