package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.process.Fleet;
import dev.opspipeline.sandbox.view.DayBoard;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Replaces a tier's services by another revision, in the order in which ECS does it under our deployment settings. The
 * dispatcher (0/100) is asked to stop while it decides, and the new one starts once it has ended. The new position manager
 * (100/200) starts beside the old one, which is asked to stop, while both are at work, once the new one is ready. Who takes longer
 * than its stop time-out is killed.
 */
final class RollingDeploy {

    /** What a tier has of its own. */
    static final List<String> MODULES = List.of("dispatcher", "position-manager");

    /** Market time from its first step to its last, at most. */
    static final Duration LONGEST = Duration.ofMinutes(1);

    private static final Duration DISPATCHER_STOP = Duration.ofMinutes(1);
    private static final Duration MANAGER_STOP = Duration.ofMinutes(2);
    /** A position manager that was heard lately is heard again within five seconds, unless it does not close positions. */
    private static final Duration TAKE_OVER = Duration.ofMinutes(1);

    private static final Clock WALL = Clock.systemUTC();

    private enum Stage {
        AHEAD,
        DISPATCHER_STOPS,
        MANAGERS_OVERLAP,
        MANAGER_STOPS,
        OVER
    }

    private final Disturbances.Deploy deploy;
    private final Instant due;
    private final String before;
    private final String after;
    private final Fleet fleet;
    private final Readiness readiness;
    private final SignsOfLife signs;
    private final DayBoard board;
    private final List<String> oldManagers = new ArrayList<>();
    private final List<String> newManagers = new ArrayList<>();
    private final List<String> oldDispatchers = new ArrayList<>();
    private Stage stage = Stage.AHEAD;
    private Instant told = Instant.EPOCH;

    /**
     * @param due market time
     * @param number the how-manieth of the tier's day it is, from 1
     */
    RollingDeploy(
            Disturbances.Deploy deploy,
            Instant due,
            int number,
            Fleet fleet,
            Readiness readiness,
            SignsOfLife signs,
            DayBoard board) {
        this.deploy = deploy;
        this.due = due;
        this.before = number == 1 ? ServicePlan.FIRST_REVISION : "r" + number;
        this.after = "r" + (number + 1);
        this.fleet = fleet;
        this.readiness = readiness;
        this.signs = signs;
        this.board = board;
    }

    /** Services are at their first turns of a step: here the old position manager is told. */
    void duringFirstTurns() {
        if (stage == Stage.MANAGERS_OVERLAP) {
            told = WALL.instant();
            oldManagers.forEach(fleet::askToStop);
            stage = Stage.MANAGER_STOPS;
        }
    }

    /** The dispatchers are at their first turns of a step: here the old one is told. */
    void duringDispatchersTurns(Instant now) {
        if (stage == Stage.AHEAD && !now.isBefore(due)) {
            MODULES.forEach(module -> fleet.revise(service(module), ServicePlan.jar(deploy.root(), module), after));
            told = WALL.instant();
            oldDispatchers.addAll(fleet.instances(service("dispatcher")));
            oldDispatchers.forEach(fleet::askToStop);
            stage = Stage.DISPATCHER_STOPS;
        }
    }

    /** Between turns: holds the market until what was begun is done; true when there was something. */
    boolean carryOn() throws InterruptedException {
        return switch (stage) {
            case AHEAD, MANAGERS_OVERLAP, OVER -> false;
            case DISPATCHER_STOPS -> {
                replaceDispatcher();
                startNewManager();
                stage = Stage.MANAGERS_OVERLAP;
                yield true;
            }
            case MANAGER_STOPS -> {
                handOverExits();
                stage = Stage.OVER;
                yield true;
            }
        };
    }

    private void replaceDispatcher() throws InterruptedException {
        String ended = ended(oldDispatchers, DISPATCHER_STOP);
        List<String> started = startAsMany(oldDispatchers, "dispatcher");
        for (String instance : started) {
            readiness.await(instance);
        }
        board.say("deployed %s: %s; %s (%s) ready after %s without a dispatcher"
                .formatted(after, ended, names(started), after, since(told)));
    }

    private void startNewManager() throws InterruptedException {
        Instant began = WALL.instant();
        oldManagers.addAll(fleet.instances(service("position-manager")));
        newManagers.addAll(startAsMany(oldManagers, "position-manager"));
        for (String instance : newManagers) {
            readiness.await(instance);
        }
        board.say("deployed %s: %s (%s) ready in %s, beside %s (%s)"
                .formatted(after, names(newManagers), after, since(began), names(oldManagers), before));
    }

    private void handOverExits() throws InterruptedException {
        String ended = ended(oldManagers, MANAGER_STOP);
        if (!signs.await(newManagers, WALL.instant(), TAKE_OVER)) {
            throw new CannotPlayException("%s closed no positions %d s after %s had ended: see %s"
                    .formatted(
                            names(newManagers),
                            TAKE_OVER.toSeconds(),
                            names(oldManagers),
                            readiness.log(newManagers.getFirst())));
        }
        board.say("deployed %s: %s; exits are with %s (%s), heard %s after the old one was told"
                .formatted(after, ended, names(newManagers), after, since(told)));
    }

    private List<String> startAsMany(List<String> old, String module) {
        List<String> started = new ArrayList<>();
        for (int i = 0; i < Math.max(1, old.size()); i++) {
            started.add(fleet.start(service(module)));
        }
        return started;
    }

    private String ended(List<String> instances, Duration stopTimeout) {
        return instances.stream()
                .map(instance -> "%s (%s) ended with status %s"
                        .formatted(
                                instance,
                                before,
                                fleet.awaitStopped(instance, stopTimeout)
                                        .map(String::valueOf)
                                        .orElse("unknown")))
                .collect(Collectors.joining(", "))
                .concat(" in " + since(told));
    }

    private String service(String module) {
        return module + "-" + deploy.tier();
    }

    private static String names(List<String> instances) {
        return String.join(", ", instances);
    }

    private static String since(Instant wall) {
        return "%.1f s".formatted(Duration.between(wall, WALL.instant()).toMillis() / 1000.0);
    }
}
