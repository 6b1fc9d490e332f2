package dev.opspipeline.sandbox.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TradingCalendarTest {

    private final TradingCalendar calendar = new TradingCalendar();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-01", "2026-01-19", "2026-02-16", "2026-04-03", "2026-05-25", "2026-06-19", "2026-07-03",
                "2026-09-07", "2026-11-26", "2026-12-25", "2013-03-29", "2014-04-18", "2018-12-05", "2025-01-09",
                "2027-12-24", "2022-12-26", "2023-01-02", "2026-04-11", "2026-04-12", "2021-07-05", "2022-06-20"
            })
    void isClosedOnHolidaysAndWeekends(LocalDate date) {
        assertThat(calendar.session(date)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2021-12-31", "2021-06-18", "2026-07-02", "2020-07-02", "2021-07-02", "2027-12-31"})
    void tradesTheWholeDayNextToAHolidayThatIsNotMadeUpFor(LocalDate date) {
        assertThat(calendar.session(date)
                        .orElseThrow()
                        .close()
                        .atZone(TradingCalendar.NEW_YORK)
                        .getHour())
                .isEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-27",
                "2026-12-24",
                "2025-07-03",
                "2023-07-03",
                "2013-07-03",
                "2013-12-24",
                "2019-11-29",
                "2024-12-24"
            })
    void X35_closesAtOneOnHalfDays(LocalDate date) {
        assertThat(calendar.session(date)
                        .orElseThrow()
                        .close()
                        .atZone(TradingCalendar.NEW_YORK)
                        .getHour())
                .isEqualTo(13);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            date,       open,                 close
            2026-03-06, 2026-03-06T14:30:00Z, 2026-03-06T21:00:00Z
            2026-03-09, 2026-03-09T13:30:00Z, 2026-03-09T20:00:00Z
            2026-10-30, 2026-10-30T13:30:00Z, 2026-10-30T20:00:00Z
            2026-11-02, 2026-11-02T14:30:00Z, 2026-11-02T21:00:00Z
            2026-11-27, 2026-11-27T14:30:00Z, 2026-11-27T18:00:00Z
            """)
    void X34_keepsNewYorkHoursOnBothSidesOfAClockChange(LocalDate date, Instant open, Instant close) {
        assertThat(calendar.session(date)).contains(new TradingSession(date, open, close));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            at,                   isOpen
            2026-04-09T13:29:59Z, false
            2026-04-09T13:30:00Z, true
            2026-04-09T19:59:59Z, true
            2026-04-09T20:00:00Z, false
            """)
    void isOpenFromTheOpenUntilBeforeTheClose(Instant at, boolean isOpen) {
        assertThat(calendar.isOpen(at)).isEqualTo(isOpen);
    }

    @Test
    void countsTheSessionsOfAYear() {
        assertThat(calendar.sessions(LocalDate.of(2025, 1, 1), LocalDate.of(2025, 12, 31)))
                .hasSize(250);
        assertThat(calendar.sessions(LocalDate.of(2024, 1, 1), LocalDate.of(2024, 12, 31)))
                .hasSize(252);
    }

    @Test
    void findsTheNextOpenAndCloseOverAWeekend() {
        Instant fridayNight = Instant.parse("2026-04-10T23:00:00Z");
        assertThat(calendar.nextToOpen(fridayNight).date()).isEqualTo(LocalDate.of(2026, 4, 13));
        assertThat(calendar.nextToClose(Instant.parse("2026-04-10T15:00:00Z")).date())
                .isEqualTo(LocalDate.of(2026, 4, 10));
    }
}
