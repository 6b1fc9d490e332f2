package dev.opspipeline.signalengine;

import dev.opspipeline.market.Bar;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.signal.Hold;
import dev.opspipeline.signal.Signal;
import dev.opspipeline.signal.SignalEngine;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts bars through the signal engine and tells what came of it: every recommendation, and of the holds one for each
 * ticker, rule and change of reason (the ended run with its length, and the first of the new one). A ticker whose bars
 * cannot be believed is an alert, once a session.
 */
public final class BarDesk {

    private final SignalEngine engine;
    private final SignalJournal journal;
    private final Map<Ticker, Map<String, Hold>> lastHolds = new HashMap<>();
    private final Map<Ticker, LocalDate> alerted = new HashMap<>();

    public BarDesk(SignalEngine engine, SignalJournal journal) {
        this.engine = engine;
        this.journal = journal;
    }

    /** From here on, bars are of these sessions. */
    public void follow(SessionCalendar calendar) {
        engine.follow(calendar);
    }

    /** A ticker that is watched no longer. */
    public void forget(Ticker ticker) {
        engine.forget(ticker);
        lastHolds.remove(ticker);
        alerted.remove(ticker);
    }

    /** A bar as it happens. One that was seen before does nothing. */
    public void live(Bar bar) {
        for (Signal signal : engine.handle(bar)) {
            switch (signal) {
                case Signal.Recommended(var recommendation) -> {
                    endHold(bar.ticker(), recommendation.rule());
                    journal.recommended(recommendation);
                }
                case Signal.Held(Hold hold) -> held(hold);
            }
        }
    }

    /**
     * Bars of the past, to warm up or to close a gap. Only recommendations that may still be acted on are told: they have
     * the same ids as before, so telling them twice does no harm.
     */
    public void past(List<Bar> bars, Instant now) {
        for (Bar bar : bars) {
            for (Signal signal : engine.handle(bar)) {
                if (signal instanceof Signal.Recommended(var recommendation)
                        && now.isBefore(recommendation.expiresAt())) {
                    journal.recommended(recommendation);
                }
            }
        }
    }

    private void held(Hold hold) {
        Hold before = lastHolds
                .computeIfAbsent(hold.ticker(), ticker -> new HashMap<>())
                .put(hold.rule(), hold);
        if (hold.reason().isQuarantine()) {
            alert(hold);
        }
        if (hold.count() == 1) {
            if (before != null && before.count() > 1) {
                journal.held(before);
            }
            journal.held(hold);
        }
    }

    private void alert(Hold hold) {
        LocalDate today = SessionCalendar.tradingDate(hold.barTime());
        if (!today.equals(alerted.put(hold.ticker(), today))) {
            journal.alerted(
                    "ticker.quarantined",
                    "%s is not traded on its bars from %s: %s".formatted(hold.ticker(), hold.barTime(), hold.reason()),
                    hold.barTime().plus(Bar.LENGTH));
        }
    }

    private void endHold(Ticker ticker, String rule) {
        Map<String, Hold> holds = lastHolds.get(ticker);
        Hold before = holds == null ? null : holds.remove(rule);
        if (before != null && before.count() > 1) {
            journal.held(before);
        }
    }
}
