package dev.opspipeline.exit;

import dev.opspipeline.exit.PositionEvent.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The steps of one position's life, in order. Of a close that fails for hours the first steps and the last ones are kept. */
final class Timeline {

    private static final int MOST = 50;
    private static final int KEPT_FROM_THE_START = 20;

    private final List<PositionEvent> events = new ArrayList<>();

    void add(Instant at, Step step, String detail) {
        if (events.size() >= MOST) {
            events.remove(KEPT_FROM_THE_START);
        }
        events.add(new PositionEvent(at, step, detail));
    }

    /** What was told of it before a restart comes before what has been seen since. */
    void restore(List<PositionEvent> before) {
        List<PositionEvent> since = List.copyOf(events);
        events.clear();
        events.addAll(before.subList(0, Math.min(before.size(), MOST)));
        since.stream()
                .filter(event -> before.stream().noneMatch(known -> sameStep(known, event)))
                .forEach(event -> add(event.at(), event.step(), event.detail()));
    }

    private static boolean sameStep(PositionEvent known, PositionEvent event) {
        return known.step() == event.step()
                && (event.step() == Step.OPENED || known.detail().equals(event.detail()));
    }

    List<PositionEvent> events() {
        return List.copyOf(events);
    }
}
