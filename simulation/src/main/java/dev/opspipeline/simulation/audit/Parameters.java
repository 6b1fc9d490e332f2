package dev.opspipeline.simulation.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The parameter store's history, and what of it may have been in force at a wall time. */
final class Parameters {

    private static final String PREFIX = "/ops-pipeline/";
    /** Wall time within which a lowered limit must be in force. */
    private static final Duration LOWERED = Duration.ofSeconds(5);
    /** Wall time after which a raised limit must be in force, if nothing else follows. */
    private static final Duration RAISED = Duration.ofSeconds(15);

    private record Version(Instant wall, String name, String version, String value) {}

    private record Window(Limits limits, Instant earliest, Instant latest) {}

    private final List<Version> versions = new ArrayList<>();
    private final Map<String, List<Window>> windowsByTier = new HashMap<>();

    private Parameters() {}

    static Parameters read(Path file, Clocks clocks) {
        Parameters parameters = new Parameters();
        Line.each(file, line -> {
            Instant wall = line.instant("wall");
            line.optionalInstant("at").ifPresent(at -> clocks.met(at, wall));
            line.optionalText("value")
                    .ifPresent(value ->
                            parameters.versions.add(new Version(wall, line.text("name"), line.text("version"), value)));
        });
        parameters.versions.sort(Comparator.comparing(Version::wall));
        return parameters;
    }

    /** Every set of limits an entry at that wall time may rightly have been held against; empty when there is none. */
    List<Limits> inForce(String tier, Instant wall) {
        List<Window> windows = windowsByTier.computeIfAbsent(tier, this::windows);
        List<Limits> inForce = new ArrayList<>();
        for (Window window : windows) {
            if (!window.latest().isAfter(wall)) {
                inForce.clear();
            }
            if (!window.earliest().isAfter(wall)) {
                inForce.add(window.limits());
            }
        }
        return inForce;
    }

    private List<Window> windows(String tier) {
        TierTable table = TierTable.of(tier).orElseThrow();
        String own = PREFIX + "dispatcher_config_" + tier;
        boolean shared = versions.stream().noneMatch(version -> version.name().equals(own));
        String name = shared ? PREFIX + "dispatcher_config" : own;
        List<Window> windows = new ArrayList<>();
        LimitDocument before = null;
        for (Version version : versions) {
            if (!version.name().equals(name)) {
                continue;
            }
            LimitDocument document = LimitDocument.read(version.wall(), version.version(), version.value(), tier, table)
                    .orElse(null);
            if (document == null || (before != null && document.leaps(before, table))) {
                continue;
            }
            boolean slow = before != null && document.raises(before, table);
            windows.add(new Window(
                    document.limits(table), version.wall(), version.wall().plus(slow ? RAISED : LOWERED)));
            before = document;
        }
        return windows;
    }

    /** Whether the kill switch has stood long enough that no entry may get through. */
    boolean killed(Instant wall) {
        boolean killed = false;
        for (Version version : versions) {
            if (killSwitch(version) && !version.wall().plus(LOWERED).isAfter(wall)) {
                killed = !version.value().trim().equals("none");
            } else if (killSwitch(version) && !version.wall().isAfter(wall)) {
                // Just written: closing may not have been seen yet, opening may have been.
                killed &= !version.value().trim().equals("none");
            }
        }
        return killed;
    }

    /** Whether a flatten was asked for in the store by then. */
    boolean flattened(Instant wall) {
        return versions.stream()
                .anyMatch(version -> killSwitch(version)
                        && version.value().trim().equals("flatten")
                        && !version.wall().isAfter(wall));
    }

    private static boolean killSwitch(Version version) {
        return version.name().equals(PREFIX + "kill_switch");
    }
}
