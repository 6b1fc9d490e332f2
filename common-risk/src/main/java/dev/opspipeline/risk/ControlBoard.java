package dev.opspipeline.risk;

import dev.opspipeline.account.Tier;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One tier's standing controls: a fold of the controls topic in its order. Taking the whole topic in again gives the same
 * board, compacted or not, which is how a state survives a restart.
 */
public final class ControlBoard {

    private final Tier tier;
    private final Map<Latch, Control.ResetLatch> resets = new EnumMap<>(Latch.class);
    private @Nullable Control ofTier;
    private @Nullable Control ofAll;
    private Control.@Nullable AutomaticStop stopped;

    public ControlBoard(Tier tier) {
        this.tier = tier;
    }

    /** Takes one control in; one for another tier changes nothing. Commands to close leave no trace on the board. */
    public void take(Control control) {
        if (!control.concerns(tier)) {
            return;
        }
        switch (control) {
            case Control.SetState state -> {
                set(state);
                if (state.state() == TradingState.ACTIVE && state.scope().tier() != null) {
                    stopped = null;
                }
            }
            case Control.Flatten flatten -> set(flatten);
            case Control.AutomaticStop stop -> stopped = stop;
            case Control.ResetLatch reset -> resets.put(reset.latch(), reset);
            case Control.Close ignored -> {}
            case Control.CloseAll ignored -> {}
        }
    }

    private void set(Control control) {
        if (control.scope().tier() == null) {
            ofAll = control;
        } else {
            ofTier = control;
        }
    }

    /** The strictest of the tier's state, everybody's, and the system's own stop. */
    public TradingState state() {
        return state(ofTier).and(state(ofAll)).and(state(stopped));
    }

    private static TradingState state(@Nullable Control control) {
        return switch (control) {
            case Control.SetState set -> set.state();
            case Control.Flatten ignored -> TradingState.REDUCING;
            case Control.AutomaticStop ignored -> TradingState.REDUCING;
            case null, default -> TradingState.ACTIVE;
        };
    }

    /** The flatten in force: the tier's own or everybody's, the wider one of both. */
    public Optional<Control.Flatten> flatten() {
        Optional<Control.Flatten> own = flatten(ofTier);
        Optional<Control.Flatten> everybodys = flatten(ofAll);
        return own.filter(Control.Flatten::includeExternal)
                .or(() -> everybodys.filter(Control.Flatten::includeExternal))
                .or(() -> own)
                .or(() -> everybodys);
    }

    private static Optional<Control.Flatten> flatten(@Nullable Control control) {
        return control instanceof Control.Flatten flatten ? Optional.of(flatten) : Optional.empty();
    }

    /** Why the system stopped the tier by itself; empty when it did not, or was told to go on. */
    public Optional<Control.AutomaticStop> stopped() {
        return Optional.ofNullable(stopped);
    }

    /** When the latch was last opened by a person; empty when it never was. */
    public Optional<Instant> resetAt(Latch latch) {
        return Optional.ofNullable(resets.get(latch)).map(Control.ResetLatch::at);
    }

    /** Who stopped entries and why, for a person; empty while the state is ACTIVE. */
    public String why() {
        return Stream.of(Optional.ofNullable(ofTier), Optional.ofNullable(ofAll), Optional.ofNullable(stopped))
                .flatMap(Optional::stream)
                .filter(control -> state(control) != TradingState.ACTIVE)
                .map(control -> "%s: %s".formatted(control.by(), control.reason()))
                .collect(Collectors.joining("; "));
    }
}
