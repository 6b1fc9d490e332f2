package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.market.MarketReplay;
import dev.opspipeline.sandbox.process.Fleet;
import dev.opspipeline.sandbox.view.DayBoard;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Plays a day on a clock that runs by itself and waits for nobody: for what depends on wall time. */
final class FreeDay {

    private static final double USUAL_SPEED = 5;
    /** Wall time the services get to start before the market's time reaches the beginning. */
    private static final Duration HEAD_START = Duration.ofSeconds(45);

    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration LAST_DECISIONS = Duration.ofSeconds(15);

    private final DayOptions options;
    private final PaperWorld world;
    private final Instant start;
    private final Instant end;
    private final DayBoard board;
    private final Instant wallAnchor = Clock.systemUTC().instant().plus(HEAD_START);

    FreeDay(DayOptions options, PaperWorld world, Instant start, Instant end, DayBoard board) {
        this.options = options;
        this.world = world;
        this.start = start;
        this.end = end;
        this.board = board;
    }

    /** The value of {@code MARKET_CLOCK} for this day. */
    String clockSetting() {
        return "running;speed=%s;wall=%s;market=%s".formatted(speed(), wallAnchor, start);
    }

    private double speed() {
        return options.speed() == null ? USUAL_SPEED : options.speed();
    }

    DayPlay.Played play(Fleet fleet, Set<String> services) {
        double speed = speed();
        services.forEach(fleet::start);
        options.disturbances().standbys().forEach(fleet::start);
        System.out.printf("  the market begins in %d s%n", HEAD_START.toSeconds());

        List<Disturbances.Kill> toKill = new ArrayList<>(options.disturbances().kills());
        List<Revival> revivals = new ArrayList<>();
        board.begins();
        for (Instant time = firstStep(); !time.isAfter(end); time = time.plus(MarketReplay.STEP)) {
            waitUntil(wallAnchor.plusNanos((long) (Duration.between(start, time).toNanos() / speed)));
            world.advanceTo(time);
            killAndRevive(fleet, toKill, revivals, time);
            fleet.exited().forEach((instance, status) -> {
                throw new CannotPlayException(
                        "%s ended with status %d: see %s".formatted(instance, status, fleet.log(instance)));
            });
            board.advanced(speed);
        }
        awaitLastDecisions();
        return new DayPlay.Played(speed, Map.of());
    }

    /** The market's time while the services start: it runs already, for it waits for nobody. */
    Instant firstStep() {
        long steps = (long) Math.ceil(HEAD_START.toSeconds() * speed() / MarketReplay.STEP.toSeconds());
        return start.minus(MarketReplay.STEP.multipliedBy(steps));
    }

    /** What the last bars lead to is still to come, and to be decided: waits until nothing is open for a while. */
    private void awaitLastDecisions() {
        Instant deadline = Clock.systemUTC().instant().plus(LAST_DECISIONS);
        Instant quietSince = Clock.systemUTC().instant();
        Instant now = quietSince;
        while (now.isBefore(deadline) && Duration.between(quietSince, now).compareTo(QUIET) < 0) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            now = Clock.systemUTC().instant();
            if (!board.isSettled()) {
                quietSince = now;
            }
        }
    }

    private record Revival(String service, Instant wallTime) {}

    private void killAndRevive(Fleet fleet, List<Disturbances.Kill> toKill, List<Revival> revivals, Instant time) {
        Instant wallNow = Clock.systemUTC().instant();
        for (Disturbances.Kill kill : List.copyOf(toKill)) {
            if (!time.isBefore(options.at(kill.at()))) {
                toKill.remove(kill);
                fleet.kill(kill.service()).ifPresent(instance -> {
                    board.say("killed " + instance);
                    revivals.add(new Revival(kill.service(), wallNow.plus(kill.downFor())));
                });
            }
        }
        for (Revival revival : List.copyOf(revivals)) {
            if (!wallNow.isBefore(revival.wallTime())) {
                board.say("starting " + fleet.start(revival.service()));
                revivals.remove(revival);
            }
        }
    }

    private static void waitUntil(Instant wallTime) {
        Duration left = Duration.between(Clock.systemUTC().instant(), wallTime);
        while (left.isPositive()) {
            LockSupport.parkNanos(left.toNanos());
            left = Duration.between(Clock.systemUTC().instant(), wallTime);
        }
    }
}
