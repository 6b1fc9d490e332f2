package dev.opspipeline.simulation.audit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the account has room for: positions, exposure, size, loss. */
final class RoomRules {

    private static final BigDecimal CENT = new BigDecimal("0.01");
    private static final BigDecimal LEAST_OUTLAY = new BigDecimal("50");
    private static final BigDecimal SINGLE_CONTRACT_SHARE = new BigDecimal("0.40");
    private static final BigDecimal BUYING_POWER_SHARE = new BigDecimal("0.95");
    private static final BigDecimal HIGH_SCORE = new BigDecimal("4.5");
    private static final BigDecimal LOW_SCORE = new BigDecimal("3.5");
    private static final BigDecimal NERVOUS = new BigDecimal("1.3");

    private RoomRules() {}

    static List<EntryRule> all() {
        return List.of(
                new Positions(), new Exposure(), new Contracts(), new OutlayCeiling(), new Size(), new DailyLoss());
    }

    /** Positions held, being closed and on their way stay within the limit. */
    record Positions() implements EntryRule {

        @Override
        public String name() {
            return "open-positions";
        }

        @Override
        public boolean holdsForRepricing() {
            return true;
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            int limit = limits.maxPositions(entry.signal().confidence());
            if (nervous(entry)) {
                limit = (limit + 1) / 2;
            }
            int before = entry.ledger().positions();
            return before >= limit
                    ? Optional.of("%d positions before it, limit %d".formatted(before, limit))
                    : Optional.empty();
        }
    }

    /** Held, working and proposed dollars stay within the limit. */
    record Exposure() implements EntryRule {

        @Override
        public String name() {
            return "exposure";
        }

        @Override
        public boolean holdsForRepricing() {
            return true;
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            return above("exposure with it", entry.exposure(), limits.amount("max_notional_exposure"));
        }
    }

    /** Contracts per trade, what an earlier order of the same decision bought included. */
    record Contracts() implements EntryRule {

        @Override
        public String name() {
            return "contracts-per-trade";
        }

        @Override
        public boolean holdsForRepricing() {
            return true;
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            int bought = entry.ledger().entries().stream()
                    .filter(placed ->
                            Entry.recommendation(placed).equals(entry.id().recommendation()))
                    .mapToInt(Placed::filled)
                    .sum();
            return above(
                    "contracts",
                    BigDecimal.valueOf((long) bought + entry.submit().quantity()),
                    limits.amount("max_contracts_per_trade"));
        }
    }

    /** The hard ceiling on one trade: a share of the smaller of equity and options buying power. */
    record OutlayCeiling() implements EntryRule {

        @Override
        public String name() {
            return "outlay-ceiling";
        }

        @Override
        public boolean holdsForRepricing() {
            return true;
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            return singleContract(entry, limits)
                    ? Optional.empty()
                    : above(
                            "outlay",
                            entry.submit().outlay(),
                            down(basis(entry, limits).multiply(limits.amount("max_risk_per_trade_pct"))));
        }
    }

    /** Budget by conviction, and every cap on it. */
    record Size() implements EntryRule {

        @Override
        public String name() {
            return "size";
        }

        @Override
        public boolean holdsForRepricing() {
            return true;
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            BigDecimal outlay = entry.submit().outlay();
            if (outlay.compareTo(LEAST_OUTLAY) < 0) {
                return Optional.of("outlay %s, at least %s".formatted(outlay, LEAST_OUTLAY));
            }
            BigDecimal cap = singleContract(entry, limits)
                    ? entry.equity().multiply(SINGLE_CONTRACT_SHARE)
                    : convicted(entry, limits);
            if (!limits.flag("paper_ignore_buying_power")) {
                cap = cap.min(buyingPower(entry, limits).multiply(BUYING_POWER_SHARE));
            }
            cap = cap.min(limits.optional("max_position_dollar").orElse(cap));
            if (entry.signal().score().compareTo(LOW_SCORE) < 0) {
                cap = cap.multiply(BigDecimal.TWO).divide(BigDecimal.valueOf(3), 2, RoundingMode.UP);
            }
            if (nervous(entry)) {
                cap = cap.divide(BigDecimal.TWO, 2, RoundingMode.UP);
            }
            return above("outlay", outlay, cap.add(CENT));
        }

        /** Budget, ceiling and what the day may still lose at the stop. */
        private static BigDecimal convicted(Entry entry, Limits limits) {
            boolean day = entry.signal().day();
            BigDecimal basis = basis(entry, limits);
            BigDecimal budget = basis.multiply(limits.amount(day ? "risk_pct_day" : "risk_pct_swing"));
            if (entry.signal().score().compareTo(HIGH_SCORE) > 0) {
                budget = budget.multiply(BigDecimal.valueOf(4)).divide(BigDecimal.valueOf(3), 2, RoundingMode.UP);
            }
            BigDecimal lost = entry.funds().lastEquity().subtract(entry.equity());
            BigDecimal lossBudget = limits.amount("max_daily_loss")
                    .subtract(lost)
                    .divide(limits.table().stop(entry.signal().strategy()), 2, RoundingMode.UP);
            return budget.min(basis.multiply(limits.amount("max_risk_per_trade_pct")))
                    .min(lossBudget);
        }
    }

    /** No entry once the day's loss stood at its limit. */
    record DailyLoss() implements EntryRule {

        private static final Duration NOTICED = Duration.ofSeconds(15);

        @Override
        public String name() {
            return "daily-loss";
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            EquityHistory history = entry.day().equity(entry.submit().account());
            return history.latched(entry.at(), NOTICED)
                    .or(() -> history.standing(entry.at(), limits.amount("max_daily_loss"), NOTICED))
                    .map(worth -> "lost %s at %s, limit %s"
                            .formatted(worth.lost().toPlainString(), worth.at(), limits.amount("max_daily_loss")));
        }
    }

    /** A volatility ratio in the band that halves positions and size. */
    private static boolean nervous(Entry entry) {
        BigDecimal volRatio = entry.signal().volRatio();
        return volRatio != null && volRatio.compareTo(NERVOUS) > 0;
    }

    private static BigDecimal basis(Entry entry, Limits limits) {
        BigDecimal basis = entry.equity();
        if (!limits.flag("paper_ignore_buying_power")) {
            basis = basis.min(buyingPower(entry, limits));
        }
        return basis.min(limits.optional("account_size_override").orElse(basis));
    }

    private static BigDecimal buyingPower(Entry entry, Limits limits) {
        return limits.optional("paper_buying_power_override").orElse(entry.optionsBuyingPower());
    }

    private static boolean singleContract(Entry entry, Limits limits) {
        return limits.flag("allow_single_contract")
                && entry.submit().quantity() == 1
                && entry.submit().outlay().compareTo(entry.equity().multiply(SINGLE_CONTRACT_SHARE)) <= 0;
    }

    private static BigDecimal down(BigDecimal dollars) {
        return dollars.setScale(2, RoundingMode.FLOOR);
    }

    private static Optional<String> above(String what, BigDecimal observed, BigDecimal limit) {
        return observed.compareTo(limit) > 0
                ? Optional.of("%s %s, limit %s".formatted(what, observed.toPlainString(), limit.toPlainString()))
                : Optional.empty();
    }
}
