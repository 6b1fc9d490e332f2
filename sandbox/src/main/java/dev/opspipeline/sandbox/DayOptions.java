package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.broker.AccountSpec;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
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
 * @param kills services that are killed on the way
 * @param standbys services of which a second instance is started
 * @param seed decides the path of prices inside each bar and which orders fill in parts
 * @param record where the day's record goes
 * @param port the broker's, with the store's and Kafka's after it; 0 for any that are free
 * @param keepRunning go on after the close, until somebody ends it
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
        List<Kill> kills,
        List<String> standbys,
        long seed,
        Path record,
        int port,
        boolean keepRunning,
        @Nullable Elsewhere elsewhere) {

    DayOptions {
        accounts = List.copyOf(accounts);
        tickers = List.copyOf(tickers);
        kills = List.copyOf(kills);
        standbys = List.copyOf(standbys);
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
                kills,
                standbys,
                seed,
                dayRecord,
                port,
                keepRunning && last,
                elsewhere);
    }

    List<String> tiers() {
        return accounts.stream().map(AccountSpec::tier).toList();
    }

    /** The port of the broker (0), the store (1) or Kafka (2); 0 for any that is free. */
    int port(int which) {
        return port == 0 ? 0 : port + which;
    }

    /**
     * A service that is killed (SIGKILL) at a New York time.
     *
     * @param service as in {@code dispatcher-large}
     * @param downFor wall time until it is started again
     */
    record Kill(String service, LocalTime at, Duration downFor) {

        /** Reads {@code SERVICE@HH:MM} or {@code SERVICE@HH:MM+SECONDS}. */
        static Kill parse(String text) {
            int at = text.indexOf('@');
            if (at < 1) {
                throw new IllegalArgumentException("expected SERVICE@HH:MM[+SECONDS], was '" + text + "'");
            }
            String when = text.substring(at + 1);
            int plus = when.indexOf('+');
            try {
                return new Kill(
                        text.substring(0, at),
                        LocalTime.parse(plus < 0 ? when : when.substring(0, plus)),
                        Duration.ofSeconds(plus < 0 ? 0 : Integer.parseUnsignedInt(when.substring(plus + 1))));
            } catch (DateTimeException | NumberFormatException e) {
                throw new IllegalArgumentException("expected SERVICE@HH:MM[+SECONDS], was '" + text + "'", e);
            }
        }
    }
}
