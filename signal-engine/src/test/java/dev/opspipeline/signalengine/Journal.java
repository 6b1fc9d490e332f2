package dev.opspipeline.signalengine;

import dev.opspipeline.signal.Hold;
import dev.opspipeline.signal.Recommendation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keeps what was told. */
final class Journal implements SignalJournal {

    final List<Recommendation> recommended = new ArrayList<>();
    final List<Hold> held = new ArrayList<>();
    final List<String> notes = new ArrayList<>();
    final List<String> alerts = new ArrayList<>();

    @Override
    public void recommended(Recommendation recommendation) {
        recommended.add(recommendation);
    }

    @Override
    public void held(Hold hold) {
        held.add(hold);
    }

    @Override
    public void noted(String event, String detail, Instant at) {
        notes.add(event + ": " + detail);
    }

    @Override
    public void alerted(String event, String detail, Instant at) {
        alerts.add(event + ": " + detail);
    }
}
