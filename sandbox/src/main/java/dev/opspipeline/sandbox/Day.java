package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.market.Bar;
import dev.opspipeline.sandbox.market.BarsFile;
import dev.opspipeline.sandbox.market.GeneratedBars;
import dev.opspipeline.sandbox.market.MarketReplay;
import dev.opspipeline.sandbox.market.Seed;
import dev.opspipeline.sandbox.market.TradingCalendar;
import dev.opspipeline.sandbox.market.TradingSession;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One day that can be played: its market, and when play begins and ends. Refuses what cannot be played before anything starts. */
final class Day {

    private final DayOptions options;
    private final TradingCalendar calendar = new TradingCalendar();
    private final MarketReplay market;

    /** @throws CannotPlayException when there is no such day, or play would begin, end or kill outside of it */
    Day(DayOptions options) {
        this.options = options;
        this.market = replay(options, calendar);
        checkTimes();
    }

    /** How a day ended. */
    record Outcome(int status, JsonNode report) {}

    DayOptions options() {
        return options;
    }

    TradingCalendar calendar() {
        return calendar;
    }

    MarketReplay market() {
        return market;
    }

    private static MarketReplay replay(DayOptions options, TradingCalendar calendar) {
        Seed seed = new Seed(options.seed());
        try {
            return MarketReplay.of(options.date(), bars(options, calendar, seed), calendar, seed);
        } catch (IllegalArgumentException e) {
            throw new CannotPlayException("--date " + options.date() + ": " + e.getMessage());
        }
    }

    private static List<Bar> bars(DayOptions options, TradingCalendar calendar, Seed seed) {
        List<String> wanted = options.tickers();
        if (options.bars() == null) {
            return GeneratedBars.of(
                    options.date(), wanted.isEmpty() ? GeneratedBars.usualTickers() : wanted, calendar, seed);
        }
        List<Bar> bars = BarsFile.read(options.bars());
        if (wanted.isEmpty()) {
            return bars;
        }
        TreeSet<String> missing = new TreeSet<>(wanted);
        bars.forEach(bar -> missing.remove(bar.ticker()));
        if (!missing.isEmpty()) {
            throw new CannotPlayException(
                    "--symbols: no bars of %s in %s".formatted(String.join(", ", missing), options.bars()));
        }
        return bars.stream().filter(bar -> wanted.contains(bar.ticker())).toList();
    }

    private void checkTimes() {
        if (start().isBefore(market.now())) {
            throw new CannotPlayException(
                    "--from %s: a play begins at %s at the earliest".formatted(options.from(), newYork(market.now())));
        }
        if (!start().isBefore(end())) {
            throw new CannotPlayException("--from and --until: the play would begin at %s and end at %s"
                    .formatted(newYork(start()), newYork(end())));
        }
        for (Disturbances.Kill kill : options.disturbances().kills()) {
            requirePlayed("--kill %s@%s".formatted(kill.service(), kill.at()), kill.at(), end());
        }
        for (Disturbances.Deploy deploy : options.disturbances().deploys()) {
            requirePlayed(
                    "--deploy %s@%s".formatted(deploy.tier(), deploy.at()),
                    deploy.at(),
                    end().minus(RollingDeploy.LONGEST));
        }
    }

    private void requirePlayed(String what, LocalTime time, Instant latest) {
        Instant due = options.at(time);
        if (due.isBefore(start()) || due.isAfter(latest)) {
            throw new CannotPlayException(
                    "%s: the play goes from %s to %s".formatted(what, newYork(start()), newYork(end())));
        }
    }

    TradingSession session() {
        return market.session();
    }

    Instant start() {
        return at(options.from(), session().open().minusSeconds(60));
    }

    Instant end() {
        return at(options.until(), session().close().plusSeconds(60));
    }

    private static LocalTime newYork(Instant instant) {
        return instant.atZone(TradingCalendar.NEW_YORK).toLocalTime();
    }

    private Instant at(@Nullable LocalTime newYork, Instant otherwise) {
        return newYork == null ? otherwise : options.at(newYork);
    }
}
