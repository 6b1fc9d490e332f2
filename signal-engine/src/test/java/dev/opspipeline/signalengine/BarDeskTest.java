package dev.opspipeline.signalengine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Session;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.signal.Recommendation;
import dev.opspipeline.signal.SignalEngine;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BarDeskTest {

    private static final Instant OPEN = Instant.parse("2026-04-09T13:30:00Z");
    private static final SessionCalendar CALENDAR = new SessionCalendar(
            List.of(new Session(LocalDate.of(2026, 4, 9), OPEN, Instant.parse("2026-04-09T20:00:00Z"))));
    private static final Ticker NVDA = new Ticker("NVDA");

    private final Journal journal = new Journal();
    private final BarDesk desk = new BarDesk(new SignalEngine(CALENDAR), journal);

    /** A rising minute; every tenth on five times the volume, which makes a signal of it. */
    private static Bar bar(int minute) {
        double close = 100 + 0.02 * minute + (minute % 2 == 0 ? 0.03 : 0);
        return new Bar(
                NVDA,
                OPEN.plus(Duration.ofMinutes(minute)),
                close,
                close + 0.05,
                close - 0.05,
                close,
                minute % 10 == 0 ? 5_000 : 1_000);
    }

    @Test
    void everyRecommendationIsToldOnceAndHoldsOnlyWhenTheirReasonChanges() {
        for (int minute = 0; minute < 90; minute++) {
            desk.live(bar(minute));
            desk.live(bar(minute));
        }
        assertThat(journal.recommended)
                .extracting(Recommendation::barTime)
                .containsExactly(bar(50).start(), bar(60).start(), bar(70).start(), bar(80).start());
        assertThat(journal.held.getFirst().count()).isEqualTo(1);
        assertThat(journal.held.get(1).reason())
                .isEqualTo(journal.held.getFirst().reason());
        assertThat(journal.held.get(1).count()).isEqualTo(49);
        assertThat(journal.held).hasSizeLessThan(20);
    }

    @Test
    void thePastIsToldOnlyWhileItMayStillBeActedOn() {
        List<Bar> past = new ArrayList<>();
        for (int minute = 0; minute <= 70; minute++) {
            past.add(bar(minute));
        }
        desk.past(past, bar(70).end());

        assertThat(journal.recommended).extracting(Recommendation::barTime).containsExactly(bar(70).start());
        assertThat(journal.held).isEmpty();
    }

    @Test
    void aRestartedDeskRepeatsTheSameRecommendation() {
        List<Bar> past = new ArrayList<>();
        for (int minute = 0; minute < 70; minute++) {
            past.add(bar(minute));
        }
        past.forEach(desk::live);
        desk.live(bar(70));
        Journal afterwards = new Journal();
        BarDesk restarted = new BarDesk(new SignalEngine(CALENDAR), afterwards);
        restarted.past(past, bar(70).start());
        restarted.live(bar(70));

        assertThat(afterwards.recommended.getLast()).isEqualTo(journal.recommended.getLast());
    }

    /** Minutes times 300 among minutes without volume, from the sixtieth on. */
    @Test
    void poisonedVolumeLeadsToNoRecommendationAndOneAlert() {
        for (int minute = 0; minute < 200; minute++) {
            Bar clean = bar(minute);
            long volume = minute < 60 ? clean.volume() : minute % 3 == 0 ? 300 * clean.volume() : 0;
            desk.live(new Bar(NVDA, clean.start(), clean.open(), clean.high(), clean.low(), clean.close(), volume));
        }

        assertThat(journal.recommended).extracting(Recommendation::barTime).containsExactly(bar(50).start());
        assertThat(journal.alerts)
                .containsExactly("ticker.quarantined: NVDA is not traded on its bars from 2026-04-09T14:30:00Z:"
                        + " IMPOSSIBLE_VOLUME");
    }
}
