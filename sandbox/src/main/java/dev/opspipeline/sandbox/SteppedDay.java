package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.clock.StepServer;
import dev.opspipeline.sandbox.clock.Steps;
import dev.opspipeline.sandbox.kafka.TopicTap;
import dev.opspipeline.sandbox.market.MarketReplay;
import dev.opspipeline.sandbox.market.TradingCalendar;
import dev.opspipeline.sandbox.process.Fleet;
import dev.opspipeline.sandbox.view.DayBoard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Plays a day in steps that wait for everybody. */
final class SteppedDay {

    private static final Duration START_PATIENCE = Duration.ofMinutes(5);
    private static final Duration AWAY_PATIENCE = Duration.ofMinutes(5);

    private final DayOptions options;
    private final PaperWorld world;
    private final Instant start;
    private final Instant end;
    private final DayBoard board;
    private final StepServer server;
    private final TopicTap tap;
    private @Nullable Steps steps;

    SteppedDay(
            DayOptions options,
            PaperWorld world,
            Instant start,
            Instant end,
            DayBoard board,
            StepServer server,
            TopicTap tap) {
        this.options = options;
        this.world = world;
        this.start = start;
        this.end = end;
        this.board = board;
        this.server = server;
        this.tap = tap;
    }

    DayPlay.Played play(Fleet fleet, List<String> services) throws InterruptedException {
        startAll(fleet, services);
        List<DayOptions.Kill> toKill = new ArrayList<>(options.kills());
        List<DayOptions.Kill> killed = new ArrayList<>();
        Map<String, List<String>> shared = new HashMap<>();
        services.stream()
                .filter(name -> name.startsWith("dispatcher"))
                .forEach(name -> shared.put(name, List.of("recommendations")));
        Steps played = new Steps(
                server,
                tap,
                world,
                shared,
                () -> options.elsewhere() == null ? revive(fleet, killed) : awaitReturn(services),
                Steps.PATIENCE);

        steps = played;
        board.begins();
        long began = System.nanoTime();
        for (Instant time = start; !time.isAfter(end); time = time.plus(MarketReplay.STEP)) {
            Instant now = time;
            played.to(now, () -> kill(fleet, toKill, killed, now));
            checkAlive(fleet);
            pace(began, start, now, options.speed());
            board.advanced(speed(began, now));
        }
        return new DayPlay.Played(speed(began, end), played.heldMillis());
    }

    private void startAll(Fleet fleet, List<String> services) throws InterruptedException {
        List<String> wanted = new ArrayList<>(services);
        wanted.addAll(options.standbys());
        Map<String, Integer> instances = new TreeMap<>();
        Map<String, String> started = new HashMap<>();
        for (String name : wanted) {
            if (options.elsewhere() == null) {
                started.put(name, fleet.start(name));
            }
            instances.merge(name, 1, Integer::sum);
        }
        int ready = 0;
        for (Map.Entry<String, Integer> entry : instances.entrySet()) {
            awaitReady(fleet, entry.getKey(), entry.getValue(), started.getOrDefault(entry.getKey(), ""));
            ready += entry.getValue();
            System.out.printf("  %d/%d %s ready%n", ready, wanted.size(), entry.getKey());
        }
        options.tiers().stream()
                .map(tier -> fleet.log(started.getOrDefault("dispatcher-" + tier, "")))
                .flatMap(log -> StartUpWords.affordable(log).stream())
                .forEach(line -> System.out.println("  " + line));
    }

    private void awaitReady(Fleet fleet, String service, int count, String instance) throws InterruptedException {
        Duration waited = Duration.ZERO;
        Duration slice = Duration.ofMillis(500);
        while (!server.awaitReady(service, count, slice)) {
            checkAlive(fleet);
            waited = waited.plus(slice);
            if (waited.compareTo(START_PATIENCE) > 0) {
                throw new CannotPlayException("%s was not ready within %d s: see %s"
                        .formatted(
                                service,
                                START_PATIENCE.toSeconds(),
                                options.elsewhere() == null ? fleet.log(instance) : "its own log"));
            }
        }
    }

    private void checkAlive(Fleet fleet) {
        fleet.exited().forEach((instance, status) -> {
            throw new CannotPlayException(
                    "%s ended with status %d: see %s".formatted(instance, status, fleet.log(instance)));
        });
    }

    private void kill(Fleet fleet, List<DayOptions.Kill> toKill, List<DayOptions.Kill> killed, Instant now) {
        List<DayOptions.Kill> due = toKill.stream()
                .filter(kill -> !now.isBefore(options.date()
                        .atTime(kill.at())
                        .atZone(TradingCalendar.NEW_YORK)
                        .toInstant()))
                .toList();
        for (DayOptions.Kill kill : due) {
            toKill.remove(kill);
            fleet.kill(kill.service()).ifPresent(instance -> {
                board.say("killed " + instance);
                killed.add(kill);
            });
        }
    }

    /** Starts what was killed, and holds the market until it is back. */
    private boolean revive(Fleet fleet, List<DayOptions.Kill> killed) {
        if (killed.isEmpty()) {
            return false;
        }
        for (DayOptions.Kill kill : killed) {
            LockSupport.parkNanos(kill.downFor().toNanos());
            int before = server.readyInstances(kill.service());
            String instance = fleet.start(kill.service());
            try {
                awaitReady(fleet, kill.service(), before + 1, instance);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
            board.say("restarted as " + instance);
        }
        killed.clear();
        return true;
    }

    /** Holds the market while a service that somebody else runs is away; true when one was. */
    private boolean awaitReturn(List<String> services) {
        boolean away = false;
        for (String service : services) {
            if (server.readyInstances(service) == 0) {
                away = true;
                board.say(service + " is away, the market waits");
                try {
                    if (!server.awaitReady(service, 1, AWAY_PATIENCE)) {
                        throw new CannotPlayException(
                                "%s did not come back within %d min".formatted(service, AWAY_PATIENCE.toMinutes()));
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return true;
                }
                board.say(service + " is back");
            }
        }
        return away;
    }

    /** Goes on after the day at the pace of a real market, until {@code ended}. */
    void goOn(Fleet fleet, BooleanSupplier ended) throws InterruptedException {
        long began = System.nanoTime();
        for (Instant time = end.plus(MarketReplay.STEP); !ended.getAsBoolean(); time = time.plus(MarketReplay.STEP)) {
            Objects.requireNonNull(steps, "the day has not been played").to(time, () -> {});
            checkAlive(fleet);
            pace(began, end, time, 1.0);
        }
    }

    private static void pace(long began, Instant start, Instant now, @Nullable Double speed) {
        if (speed != null) {
            long due = (long) (Duration.between(start, now).toNanos() / speed);
            long early = due - (System.nanoTime() - began);
            if (early > 0) {
                LockSupport.parkNanos(early);
            }
        }
    }

    private double speed(long began, Instant now) {
        return Duration.between(start, now).toNanos() / (double) Math.max(1, System.nanoTime() - began);
    }
}
