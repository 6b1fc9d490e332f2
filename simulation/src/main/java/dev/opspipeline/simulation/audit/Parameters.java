package dev.opspipeline.simulation.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameter store's history, and what of it may have been in force at a wall time. */
final class Parameters {

    private static final String PREFIX = "/ops-pipeline/";
    /** Wall time within which a kill switch and a document of exits must be seen. */
    private static final Duration SEEN = Duration.ofSeconds(5);

    /**
     * Something written under a name.
     *
     * @param version its number in the store
     */
    record Version(Instant wall, String name, String version, String value) {}

    private final List<Version> versions = new ArrayList<>();
    private final Map<String, LimitHistory> historyByTier = new HashMap<>();

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
        return historyByTier
                .computeIfAbsent(tier, key -> LimitHistory.of(key, PREFIX + "dispatcher_config", versions))
                .inForce(wall);
    }

    /** Every document of exits that may have held at that wall time; the one that says nothing where none has been written. */
    List<ExitDocument> exits(String tier, Instant wall) {
        TierTable table = TierTable.of(tier).orElseThrow();
        List<ExitDocument> inForce = new ArrayList<>(List.of(ExitDocument.NONE));
        for (Version version : versions) {
            Optional<ExitDocument> read = version.name().equals(PREFIX + "position_manager_config_" + tier)
                    ? ExitDocument.read(version.value(), tier, table)
                    : Optional.empty();
            if (read.isPresent() && !version.wall().isAfter(wall)) {
                if (!version.wall().plus(SEEN).isAfter(wall)) {
                    inForce.clear();
                }
                inForce.add(read.get());
            }
        }
        return inForce;
    }

    /** Whether the kill switch has stood long enough that no entry may get through. */
    boolean killed(Instant wall) {
        boolean killed = false;
        for (Version version : versions) {
            if (killSwitch(version) && !version.wall().plus(SEEN).isAfter(wall)) {
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
