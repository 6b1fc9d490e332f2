package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.broker.AccountSpec;
import dev.opspipeline.sandbox.market.TradingCalendar;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What day is played, and how.
 *
 * @param accounts who plays, smallest first
 * @param tickers the stocks to play; empty for all there are
 * @param bars one-minute bars, csv or csv.gz; null for a generated day
 * @param report where the auditor's report goes; null for none but the printed one
 * @param speed most market seconds a wall second may have; null for as fast as it goes
 * @param freeClock the market's time runs by itself instead of in steps
 * @param from New York time at which play begins; null for a minute before the open
 * @param until New York time at which play ends; null for a minute after the close
 * @param disturbances what is done to services on the way
 * @param seed decides the path of prices inside each bar and which orders fill in parts
 * @param record where the day's record goes
 * @param port the broker's, with the store's and Kafka's after it; 0 for any that are free
 * @param keepRunning go on after the close, until somebody ends it
 * @param leftOut services that others start, though the rest is ours
 * @param elsewhere what others have started; null when everything is ours
 */
record DayOptions(
        Path root,
        List<AccountSpec> accounts,
        List<String> tickers,
        @Nullable Path bars,
        LocalDate date,
        @Nullable Path report,
        @Nullable Double speed,
        boolean freeClock,
        @Nullable LocalTime from,
        @Nullable LocalTime until,
        Disturbances disturbances,
        long seed,
        Path record,
        int port,
        boolean keepRunning,
        LeftOut leftOut,
        @Nullable Elsewhere elsewhere) {

    DayOptions {
        accounts = List.copyOf(accounts);
        tickers = List.copyOf(tickers);
    }

    /** The same for one day of several. */
    DayOptions on(LocalDate day, List<AccountSpec> opening, Path dayRecord, boolean last) {
        return new DayOptions(
                root,
                opening,
                tickers,
                bars,
                day,
                report,
                speed,
                freeClock,
                from,
                until,
                disturbances,
                seed,
                dayRecord,
                port,
                keepRunning && last,
                leftOut,
                elsewhere);
    }

    List<String> tiers() {
        return accounts.stream().map(AccountSpec::tier).toList();
    }

    /** Services that others start. */
    List<String> othersServices() {
        return elsewhere == null ? leftOut.services() : ServicePlan.names(accounts);
    }

    /** The port of the broker (0), the store (1) or Kafka (2); 0 for any that is free. */
    int port(int which) {
        return port == 0 ? 0 : port + which;
    }

    /** A New York time of the day. */
    Instant at(LocalTime newYork) {
        return date.atTime(newYork).atZone(TradingCalendar.NEW_YORK).toInstant();
    }
}
