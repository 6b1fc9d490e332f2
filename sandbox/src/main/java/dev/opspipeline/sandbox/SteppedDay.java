package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.clock.StepServer;
import dev.opspipeline.sandbox.clock.Steps;
import dev.opspipeline.sandbox.kafka.TopicTap;
import dev.opspipeline.sandbox.market.MarketReplay;
import dev.opspipeline.sandbox.process.Fleet;
import dev.opspipeline.sandbox.view.DayBoard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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

    /** A service that somebody else starts may be looked at in a debugger. */
    private static final Duration AT_A_BREAKPOINT = Duration.ofHours(1);

    private final DayOptions options;
    private final PaperWorld world;
    private final Instant start;
    private final Instant end;
    private final DayBoard board;
    private final StepServer server;
    private final TopicTap tap;
    private final SignsOfLife signs;
    private @Nullable Steps steps;

    SteppedDay(
            DayOptions options,
            PaperWorld world,
            Instant start,
            Instant end,
            DayBoard board,
            StepServer server,
            TopicTap tap,
            SignsOfLife signs) {
        this.options = options;
        this.world = world;
        this.start = start;
        this.end = end;
        this.board = board;
        this.server = server;
        this.tap = tap;
        this.signs = signs;
    }

    DayPlay.Played play(Fleet fleet, List<String> services) throws InterruptedException {
        Readiness readiness = new Readiness(server, fleet, patience(Readiness.PATIENCE));
        startAll(fleet, readiness, services);
        List<Disturbances.Kill> toKill = new ArrayList<>(options.disturbances().kills());
        List<Disturbances.Kill> killed = new ArrayList<>();
        List<RollingDeploy> deploys = deploys(fleet, readiness);
        Map<String, List<String>> shared = new HashMap<>();
        services.stream()
                .filter(name -> name.startsWith("dispatcher"))
                .forEach(name -> shared.put(name, List.of("recommendations")));
        Steps played = new Steps(
                server,
                tap,
                world,
                shared,
                () -> bringBack(fleet, readiness, killed, deploys) || awaitReturn(options.othersServices()),
                patience(Steps.PATIENCE));

        steps = played;
        board.begins();
        long began = System.nanoTime();
        for (Instant time = start; !time.isAfter(end); time = time.plus(MarketReplay.STEP)) {
            Instant now = time;
            played.to(
                    now,
                    () -> {
                        kill(fleet, toKill, killed, now);
                        deploys.forEach(RollingDeploy::duringFirstTurns);
                    },
                    () -> deploys.forEach(deploy -> deploy.duringDispatchersTurns(now)));
            readiness.checkAlive();
            pace(began, start, now, options.speed());
            board.advanced(speed(began, now));
        }
        return new DayPlay.Played(speed(began, end), played.heldMillis());
    }

    private Duration patience(Duration usual) {
        return options.leftOut().services().isEmpty() ? usual : AT_A_BREAKPOINT;
    }

    private void startAll(Fleet fleet, Readiness readiness, List<String> services) throws InterruptedException {
        List<String> wanted = new ArrayList<>(services);
        wanted.addAll(options.disturbances().standbys());
        Map<String, Integer> instances = new TreeMap<>();
        Map<String, String> started = new HashMap<>();
        for (String name : wanted) {
            if (!options.othersServices().contains(name)) {
                started.put(name, fleet.start(name));
            }
            instances.merge(name, 1, Integer::sum);
        }
        int ready = 0;
        for (Map.Entry<String, Integer> entry : instances.entrySet()) {
            String instance = started.get(entry.getKey());
            readiness.await(
                    entry.getKey(),
                    entry.getValue(),
                    instance == null ? "its own log" : readiness.log(instance).toString());
            ready += entry.getValue();
            System.out.printf("  %d/%d %s ready%n", ready, wanted.size(), entry.getKey());
        }
        options.tiers().stream()
                .map(tier -> fleet.log(started.getOrDefault("dispatcher-" + tier, "")))
                .flatMap(log -> StartUpWords.affordable(log).stream())
                .forEach(line -> System.out.println("  " + line));
    }

    private List<RollingDeploy> deploys(Fleet fleet, Readiness readiness) {
        Map<String, Integer> ofTier = new HashMap<>();
        return options.disturbances().deploys().stream()
                .sorted(Comparator.comparing(Disturbances.Deploy::at))
                .map(deploy -> new RollingDeploy(
                        deploy,
                        options.at(deploy.at()),
                        ofTier.merge(deploy.tier(), 1, Integer::sum),
                        fleet,
                        readiness,
                        signs,
                        board))
                .toList();
    }

    private boolean bringBack(
            Fleet fleet, Readiness readiness, List<Disturbances.Kill> killed, List<RollingDeploy> deploys) {
        boolean revived = revive(fleet, readiness, killed);
        return carryOn(deploys) || revived;
    }

    private static boolean carryOn(List<RollingDeploy> deploys) {
        boolean any = false;
        for (RollingDeploy deploy : deploys) {
            try {
                any |= deploy.carryOn();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
        return any;
    }

    private void kill(Fleet fleet, List<Disturbances.Kill> toKill, List<Disturbances.Kill> killed, Instant now) {
        List<Disturbances.Kill> due = toKill.stream()
                .filter(kill -> !now.isBefore(options.at(kill.at())))
                .toList();
        for (Disturbances.Kill kill : due) {
            toKill.remove(kill);
            fleet.kill(kill.service()).ifPresent(instance -> {
                board.say("killed " + instance);
                killed.add(kill);
            });
        }
    }

    /** Starts what was killed, and holds the market until it is back. */
    private boolean revive(Fleet fleet, Readiness readiness, List<Disturbances.Kill> killed) {
        if (killed.isEmpty()) {
            return false;
        }
        for (Disturbances.Kill kill : killed) {
            LockSupport.parkNanos(kill.downFor().toNanos());
            String instance = fleet.start(kill.service());
            try {
                readiness.await(instance);
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
        Duration patience = patience(Readiness.PATIENCE);
        for (String service : services) {
            if (server.readyInstances(service) == 0) {
                away = true;
                board.say(service + " is away, the market waits");
                try {
                    if (!server.awaitReady(service, 1, patience)) {
                        throw new CannotPlayException(
                                "%s did not come back within %d min".formatted(service, patience.toMinutes()));
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
            new Readiness(server, fleet, patience(Readiness.PATIENCE)).checkAlive();
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
