package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.broker.AccountSpec;
import dev.opspipeline.sandbox.market.TradingCalendar;
import dev.opspipeline.sandbox.view.Words;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One trading day after another; each account opens with what it closed with the day before. */
final class Season {

    private final DayOptions options;
    private final int days;
    private final Showing showing;
    private final PrintStream out;

    Season(DayOptions options, int days, Showing showing, PrintStream out) {
        this.options = options;
        this.days = days;
        this.showing = showing;
        this.out = out;
    }

    /** Plays all days; the exit status is the worst of the auditor's. */
    int play() throws Exception {
        List<LocalDate> dates = dates();
        List<AccountSpec> accounts = options.accounts();
        for (LocalDate date : dates) {
            // Refuses the last day before the first is played.
            var unused = new Day(on(date, accounts, dates));
        }
        ServicePlan.jar(options.root(), "simulation");
        List<Day.Outcome> outcomes = new ArrayList<>();
        for (LocalDate date : dates) {
            Day.Outcome outcome = play(new Day(on(date, accounts, dates)));
            outcomes.add(outcome);
            if (outcome.report().isMissingNode()) {
                break;
            }
            accounts = carriedOver(accounts, outcome.report());
        }
        if (days > 1) {
            table(outcomes).forEach(out::println);
        }
        return outcomes.stream().mapToInt(Day.Outcome::status).max().orElse(Sandbox.FAILED);
    }

    private Day.Outcome play(Day day) throws Exception {
        DayPlay play = new DayPlay(day, showing, out);
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread stopper = new Thread(
                () -> {
                    interrupted.set(true);
                    play.close();
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(stopper);
        try (play) {
            return play.play();
        } catch (Exception e) {
            // The play itself is closed by now, whatever ended it.
            if (interrupted.get()) {
                throw new InterruptedByUser(e);
            }
            throw e;
        } finally {
            removeHook(stopper);
        }
    }

    private static void removeHook(Thread stopper) {
        try {
            Runtime.getRuntime().removeShutdownHook(stopper);
        } catch (IllegalStateException e) {
            // Already shutting down: the hook has done what we did.
        }
    }

    private List<LocalDate> dates() {
        TradingCalendar calendar = new TradingCalendar();
        List<LocalDate> dates = new ArrayList<>(List.of(options.date()));
        while (dates.size() < days) {
            dates.add(Stream.iterate(dates.getLast().plusDays(1), date -> date.plusDays(1))
                    .filter(date -> calendar.session(date).isPresent())
                    .findFirst()
                    .orElseThrow());
        }
        return dates;
    }

    private DayOptions on(LocalDate date, List<AccountSpec> accounts, List<LocalDate> dates) {
        Path record = days == 1 ? options.record() : options.record().resolve(date.toString());
        return options.on(date, accounts, record, date.equals(dates.getLast()));
    }

    private static List<AccountSpec> carriedOver(List<AccountSpec> accounts, JsonNode report) {
        return accounts.stream()
                .map(account -> Accounts.withCash(
                        account,
                        report.path("tiers")
                                .path(account.tier())
                                .path("closing_equity")
                                .asDecimal(account.cash())))
                .toList();
    }

    private List<String> table(List<Day.Outcome> outcomes) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(" day          account     opening      closing     profit  taken  violations");
        for (Day.Outcome outcome : outcomes) {
            JsonNode report = outcome.report();
            for (String tier : options.tiers()) {
                JsonNode day = report.path("tiers").path(tier);
                BigDecimal opening = day.path("opening_equity").asDecimal(BigDecimal.ZERO);
                BigDecimal closing = day.path("closing_equity").asDecimal(BigDecimal.ZERO);
                lines.add(" %-11s  %-7s %11s  %11s %10s  %5d  %10d"
                        .formatted(
                                report.path("date").asString("-"),
                                tier,
                                Words.money(opening),
                                Words.money(closing),
                                Words.profit(closing.subtract(opening)),
                                day.path("entries").asInt(),
                                day.path("violations").size()));
            }
        }
        lines.add(" What was held at a close is taken as sold at its middle price there.");
        return lines;
    }

    /** Somebody pressed Ctrl-C: what failed because of it is no news. */
    static final class InterruptedByUser extends RuntimeException {

        private static final long serialVersionUID = 1L;

        InterruptedByUser(Exception cause) {
            super(cause);
        }
    }
}
