package dev.opspipeline.risk;

import dev.opspipeline.account.Tier;
import dev.opspipeline.market.Instrument;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * What an operator, or the system itself, wants changed while it runs. All controls share one compacted topic, of which each
 * reader takes in everything from the beginning before it acts; {@link #key} decides what replaces what.
 */
public sealed interface Control {

    /** Whom it concerns. */
    ControlScope scope();

    /** The person, or the service, that wants it. */
    String by();

    String reason();

    /** Market time at which it was asked for. */
    Instant at();

    /** Under which it is kept: a later control of the same key replaces it, and no other. */
    String key();

    /** Whether entries may be made; replaces a flatten of the same scope. The way back to ACTIVE from whatever stopped. */
    record SetState(ControlScope scope, TradingState state, String by, String reason, Instant at) implements Control {

        public SetState {
            Checks.named(by, reason);
        }

        @Override
        public String key() {
            return scope.toString();
        }
    }

    /**
     * Closes everything and leaves {@code REDUCING} behind: it stands, for what was opened here, until a state replaces it.
     *
     * @param includeExternal also positions that were not opened here, if they were held at {@code at}
     */
    record Flatten(ControlScope scope, boolean includeExternal, String by, String reason, Instant at)
            implements Control {

        public Flatten {
            Checks.named(by, reason);
        }

        @Override
        public String key() {
            return scope.toString();
        }
    }

    /** The system stopped a tier's entries by itself; they stay stopped until a later ACTIVE for that very tier. */
    record AutomaticStop(ControlScope scope, String by, String reason, Instant at) implements Control {

        public AutomaticStop {
            Checks.named(by, reason);
            Checks.oneTier(scope);
        }

        @Override
        public String key() {
            return scope + ".automatic";
        }
    }

    /**
     * Closes one position, whoever opened it.
     *
     * @param expiresAt from here on it begins nothing any more; what it began goes on
     */
    record Close(ControlScope scope, Instrument instrument, String by, String reason, Instant at, Instant expiresAt)
            implements Control {

        public Close {
            Checks.named(by, reason);
            Checks.oneTier(scope);
            Checks.expires(at, expiresAt);
        }

        @Override
        public String key() {
            return "%s.close.%s".formatted(scope, instrument.symbol());
        }
    }

    /**
     * Closes what is held at {@code at}, and leaves the state as it is.
     *
     * @param includeExternal also positions that were not opened here
     * @param expiresAt from here on it begins nothing any more; what it began goes on
     */
    record CloseAll(
            ControlScope scope, boolean includeExternal, String by, String reason, Instant at, Instant expiresAt)
            implements Control {

        public CloseAll {
            Checks.named(by, reason);
            Checks.expires(at, expiresAt);
        }

        @Override
        public String key() {
            return scope + ".close";
        }
    }

    /** Opens a latch that closed at or before {@code at}; one that closes later stays closed. */
    record ResetLatch(ControlScope scope, Latch latch, String by, String reason, Instant at) implements Control {

        public ResetLatch {
            Checks.named(by, reason);
            Checks.oneTier(scope);
        }

        @Override
        public String key() {
            return "%s.reset.%s".formatted(scope, latch.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Whether it is addressed to the tier. */
    default boolean concerns(Tier tier) {
        return scope().covers(tier);
    }

    /** What every control must say. */
    final class Checks {

        /** Nobody may leave a command lying about for longer (market time). */
        static final Duration LONGEST_LIFE = Duration.ofMinutes(5);

        private Checks() {}

        private static void named(String by, String reason) {
            if (by.isBlank()) {
                throw new IllegalArgumentException("by must name who wants it, was blank");
            }
            if (reason.isBlank()) {
                throw new IllegalArgumentException("reason must say why, was blank");
            }
        }

        private static void oneTier(ControlScope scope) {
            if (scope.tier() == null) {
                throw new IllegalArgumentException("scope must be one tier, was " + scope);
            }
        }

        private static void expires(Instant at, Instant expiresAt) {
            if (!expiresAt.isAfter(at) || expiresAt.isAfter(at.plus(LONGEST_LIFE))) {
                throw new IllegalArgumentException("expiresAt must be after at, by at most %d seconds, was %s and %s"
                        .formatted(LONGEST_LIFE.toSeconds(), expiresAt, at));
            }
        }
    }
}
