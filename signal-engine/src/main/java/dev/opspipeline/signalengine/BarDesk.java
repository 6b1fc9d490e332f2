package dev.opspipeline.signalengine;

import dev.opspipeline.market.Bar;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.signal.Hold;
import dev.opspipeline.signal.Signal;
import dev.opspipeline.signal.SignalEngine;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts bars through the signal engine and tells what came of it: every recommendation, and of the holds one for each ticker
 * and change of reason (the ended run with its length, and the first of the new one).
 */
public final class BarDesk {

    private final SignalEngine engine;
    private final SignalJournal journal;
    private final Map<Ticker, Hold> lastHold = new HashMap<>();

    public BarDesk(SignalEngine engine, SignalJournal journal) {
        this.engine = engine;
        this.journal = journal;
    }

    /** From here on, bars are of these sessions. */
    public void follow(SessionCalendar calendar) {
        engine.follow(calendar);
    }

    /** A bar as it happens. One that was seen before does nothing. */
    public void live(Bar bar) {
        engine.handle(bar).ifPresent(signal -> {
            switch (signal) {
                case Signal.Recommended recommended -> {
                    endHold(bar.ticker());
                    journal.recommended(recommended.recommendation());
                }
                case Signal.Held held -> held(held.hold());
            }
        });
    }

    /**
     * Bars of the past, to warm up or to close a gap. Only recommendations that may still be acted on are told: they have the
     * same ids as before, so telling them twice does no harm.
     */
    public void past(List<Bar> bars, Instant now) {
        for (Bar bar : bars) {
            engine.handle(bar).ifPresent(signal -> {
                if (signal instanceof Signal.Recommended(var recommendation)
                        && now.isBefore(recommendation.expiresAt())) {
                    journal.recommended(recommendation);
                }
            });
        }
    }

    private void held(Hold hold) {
        Hold before = lastHold.put(hold.ticker(), hold);
        if (hold.count() == 1) {
            if (before != null && before.count() > 1) {
                journal.held(before);
            }
            journal.held(hold);
        }
    }

    private void endHold(Ticker ticker) {
        Hold before = lastHold.remove(ticker);
        if (before != null && before.count() > 1) {
            journal.held(before);
        }
    }
}
