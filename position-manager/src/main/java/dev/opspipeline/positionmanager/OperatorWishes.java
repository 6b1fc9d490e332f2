package dev.opspipeline.positionmanager;

import dev.opspipeline.exit.ExitEvent;
import dev.opspipeline.market.Instrument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What people want closed, kept for as long as it stands: a desk that starts later has to hear of it, too. Everything is
 * flattened for as long as anybody wants that.
 */
final class OperatorWishes {

    private final Map<String, Flatten> flattens = new TreeMap<>();
    private final List<Close> closes = new ArrayList<>();

    private record Flatten(boolean includeExternal, String by, Instant at) {}

    private record Close(ExitEvent event, Instant expiresAt) {}

    /**
     * Everything is to be closed.
     *
     * @param source who or what asked; the same one lifts it
     * @return true when that is news
     */
    boolean flatten(String source, boolean includeExternal, String by, Instant at) {
        Flatten before = flattens.get(source);
        boolean isNew = before == null || before.includeExternal() != includeExternal;
        if (isNew) {
            flattens.put(source, new Flatten(includeExternal, by, at));
        }
        return isNew;
    }

    boolean lift(String source) {
        return flattens.remove(source) != null;
    }

    /** How a desk has to stand now. */
    ExitEvent flattening(Instant now) {
        if (flattens.isEmpty()) {
            return new ExitEvent.FlattenLifted(now);
        }
        Flatten widest = flattens.values().stream()
                .reduce((a, b) -> b.includeExternal() && (!a.includeExternal() || b.at().isAfter(a.at())) ? b : a)
                .orElseThrow();
        return new ExitEvent.FlattenRequested(widest.includeExternal(), widest.by(), widest.at(), now);
    }

    ExitEvent close(Instrument instrument, String by, Instant at, Instant expiresAt, Instant now) {
        return keep(new ExitEvent.CloseRequested(instrument, by, at, now), expiresAt);
    }

    ExitEvent closeAll(boolean includeExternal, String by, Instant at, Instant expiresAt, Instant now) {
        return keep(new ExitEvent.CloseAllRequested(includeExternal, by, at, now), expiresAt);
    }

    private ExitEvent keep(ExitEvent event, Instant expiresAt) {
        closes.removeIf(close -> !event.now().isBefore(close.expiresAt()));
        closes.add(new Close(event, expiresAt));
        return event;
    }

    /** All that a desk which starts now has to hear. */
    List<ExitEvent> standing(Instant now) {
        List<ExitEvent> events = new ArrayList<>();
        if (!flattens.isEmpty()) {
            events.add(flattening(now));
        }
        closes.stream()
                .filter(close -> now.isBefore(close.expiresAt()))
                .map(Close::event)
                .forEach(events::add);
        return events;
    }
}
