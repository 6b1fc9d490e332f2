package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.process.ServiceSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Services that the sandbox does not start: somebody else does, in a debugger or with a Java of their own, while all the rest
 * runs as ever. What each must be told is in a file that a shell can read.
 *
 * @param services as in {@code dispatcher-tiny}
 */
record LeftOut(List<String> services) {

    LeftOut {
        services = List.copyOf(services);
    }

    /** Reads what was asked for; throws {@link IllegalArgumentException} that names a service nobody needs. */
    static LeftOut of(List<String> services, List<String> known) {
        for (String service : services) {
            if (!known.contains(service)) {
                throw new IllegalArgumentException(
                        "--leave-out: no service %s, there are %s".formatted(service, known));
            }
        }
        return new LeftOut(services.stream().distinct().toList());
    }

    /**
     * Writes the environment that each needs to {@code <service>.env}.
     *
     * @param all what every service of the day is told
     * @param directory where the files go
     * @return what to do, a line each
     */
    List<String> invite(Map<String, ServiceSpec> all, Path directory) {
        return services.stream()
                .map(service -> {
                    Path file = directory.resolve(service + ".env");
                    write(file, environment(Objects.requireNonNull(all.get(service))));
                    return "%s is yours to start, with the environment in %s".formatted(service, file);
                })
                .toList();
    }

    private static Map<String, String> environment(ServiceSpec spec) {
        Map<String, String> environment = new TreeMap<>(spec.environment());
        environment.put("INSTANCE_ID", spec.name() + "-by-hand");
        return environment;
    }

    /** Whole or not at all: who waits for the file may read it at once. */
    private static void write(Path file, Map<String, String> environment) {
        String lines = environment.entrySet().stream()
                .map(entry -> "%s='%s'%n".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining());
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try {
            Files.writeString(draft, lines);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
