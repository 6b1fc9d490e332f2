package dev.opspipeline.simulation.audit;

import dev.opspipeline.simulation.audit.TopicFact.Signal;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a recommendation must be, and when, to be traded. */
final class SignalRules {

    private static final Duration BAR = Duration.ofMinutes(1);
    private static final Duration GAP_ENTRIES = Duration.ofMinutes(60);
    private static final Duration AFTER_OPEN = Duration.ofMinutes(5);
    private static final BigDecimal SURGE = new BigDecimal("2.0");
    private static final BigDecimal WILD = new BigDecimal("2.0");

    private SignalRules() {}

    static List<EntryRule> all() {
        return List.of(
                new ValidSignal(),
                new SignalAge(),
                new AllowedActions(),
                new Hours(),
                new Confidence(),
                new Volume(),
                new SmallAccount(),
                new Volatility());
    }

    /** A score above zero and a confidence that is one. */
    record ValidSignal() implements EntryRule {

        @Override
        public String name() {
            return "valid-signal";
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            BigDecimal confidence = entry.signal().confidence();
            boolean valid = entry.signal().score().signum() > 0
                    && confidence.signum() >= 0
                    && confidence.compareTo(BigDecimal.ONE) <= 0;
            return valid
                    ? Optional.empty()
                    : Optional.of(
                            "score %s, confidence %s".formatted(entry.signal().score(), confidence));
        }
    }

    /** Neither expired nor made from an old bar. */
    record SignalAge() implements EntryRule {

        @Override
        public String name() {
            return "signal-age";
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            Instant at = entry.at().minus(entry.day().run().slack());
            Signal signal = entry.signal();
            if (at.isAfter(signal.expiresAt())) {
                return Optional.of("expired at " + signal.expiresAt());
            }
            Duration age = Duration.between(signal.barTime().plus(BAR), at);
            Duration limit = limits.seconds("max_bar_age_seconds");
            return age.compareTo(limit) > 0
                    ? Optional.of("bar ended %d s ago, limit %d s".formatted(age.toSeconds(), limit.toSeconds()))
                    : Optional.empty();
        }
    }

    /** Only actions the document allows, in a contract of that direction. */
    record AllowedActions() implements EntryRule {

        @Override
        public String name() {
            return "allowed-actions";
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            String action = entry.signal().action();
            return limits.allowedActions().contains(action)
                    ? Optional.empty()
                    : Optional.of("%s, allowed %s".formatted(action, limits.allowedActions()));
        }
    }

    /** Not in the first minutes and not too late for the strategy. */
    record Hours() implements EntryRule {

        @Override
        public String name() {
            return "hours";
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            Run run = entry.day().run();
            Instant from = run.open().plus(AFTER_OPEN);
            Instant to = run.beforeClose(limits.minutes(
                    entry.signal().day()
                            ? "last_entry_minutes_before_close_day"
                            : "last_entry_minutes_before_close_swing"));
            if (entry.signal().strategy() == TradeKind.GAP) {
                Instant early = run.open().plus(GAP_ENTRIES);
                to = to.isBefore(early) ? to : early;
            }
            boolean inside =
                    !entry.at().isBefore(from) && !entry.at().minus(run.slack()).isAfter(to);
            return inside ? Optional.empty() : Optional.of("at %s, allowed %s to %s".formatted(entry.at(), from, to));
        }
    }

    /** At least the stricter minimum of document and table. */
    record Confidence() implements EntryRule {

        @Override
        public String name() {
            return "min-confidence";
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            return below(
                    "confidence",
                    entry.signal().confidence(),
                    limits.minConfidence(entry.signal().day()));
        }
    }

    /** At least the tier's volume ratio. */
    record Volume() implements EntryRule {

        @Override
        public String name() {
            return "min-volume";
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            return below("volume ratio", entry.signal().volumeRatio(), limits.minVolumeRatio());
        }
    }

    /** A surge and a trend where the account is small; nothing to add elsewhere. */
    record SmallAccount() implements EntryRule {

        @Override
        public String name() {
            return "small-account";
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            if (!limits.smallAccount()) {
                return Optional.empty();
            }
            BigDecimal trend = entry.signal().trendState();
            if (trend == null || trend.abs().compareTo(BigDecimal.ONE) != 0) {
                return Optional.of("trend state %s, needs +1 or -1".formatted(trend));
            }
            return below("volume ratio", entry.signal().volumeRatio(), SURGE);
        }
    }

    /** Not while volatility is in its highest band. */
    record Volatility() implements EntryRule {

        @Override
        public String name() {
            return "volatility";
        }

        @Override
        public Optional<String> breach(Entry entry, Limits limits) {
            BigDecimal ratio = entry.signal().volRatio();
            if (ratio == null) {
                return Optional.of("volatility ratio unknown");
            }
            return ratio.compareTo(WILD) > 0
                    ? Optional.of("volatility ratio %s, limit %s".formatted(ratio, WILD))
                    : Optional.empty();
        }
    }

    private static Optional<String> below(String what, @Nullable BigDecimal observed, BigDecimal least) {
        if (observed == null) {
            return Optional.of(what + " unknown, at least " + least);
        }
        return observed.compareTo(least) < 0
                ? Optional.of("%s %s, at least %s".formatted(what, observed, least))
                : Optional.empty();
    }
}
