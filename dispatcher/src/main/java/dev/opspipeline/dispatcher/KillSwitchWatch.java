package dev.opspipeline.dispatcher;

import dev.opspipeline.account.KillSwitch;
import dev.opspipeline.risk.TradingState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the kill switch says, and for how long that may be believed: nobody may trade past a switch that cannot be read. */
final class KillSwitchWatch {

    /** A reading holds so long (wall time); after that it counts as pulled. */
    static final Duration HOLDS = Duration.ofMinutes(1);

    private @Nullable KillSwitch last;
    private @Nullable String seen;
    private @Nullable Instant read;
    private boolean absentSaid;

    /**
     * @param value as the store has it; null when the parameter does not exist
     * @return what an operator should hear, if anything is new
     */
    Optional<String> read(@Nullable String value, Instant wallNow) {
        read = wallNow;
        if (value == null) {
            return absent();
        }
        absentSaid = false;
        KillSwitch before = last;
        boolean sameWord = value.equals(seen);
        seen = value;
        Optional<KillSwitch> meant = KillSwitch.ofId(value);
        last = meant.orElse(KillSwitch.HALT_ENTRIES);
        if (sameWord || (before == null && last == KillSwitch.NONE)) {
            return Optional.empty();
        }
        return Optional.of(
                meant.isPresent()
                        ? "%s, was %s".formatted(last.id(), before == null ? "never seen" : before.id())
                        : "'%s' is none of none, halt_entries, flatten: taken as halt_entries".formatted(value));
    }

    /** Never seen means that nobody ever needed one; one that is gone means what it meant last. */
    private Optional<String> absent() {
        boolean say = !absentSaid;
        absentSaid = true;
        if (last == null) {
            last = KillSwitch.NONE;
            return say ? Optional.of("the parameter does not exist: taken as none") : Optional.empty();
        }
        return say ? Optional.of("the parameter is gone: still " + last.id()) : Optional.empty();
    }

    /** Null when it could never be read. */
    @Nullable
    KillSwitch last() {
        return last;
    }

    TradingState state(Instant wallNow) {
        boolean known = read != null && Duration.between(read, wallNow).compareTo(HOLDS) <= 0;
        return known && last == KillSwitch.NONE ? TradingState.ACTIVE : TradingState.REDUCING;
    }
}
