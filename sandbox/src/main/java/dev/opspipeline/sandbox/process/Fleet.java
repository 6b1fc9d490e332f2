package dev.opspipeline.sandbox.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The running services: starts them, kills them when a test asks for it, and leaves none behind. */
public final class Fleet implements AutoCloseable {

    private final Path java;
    private final Path logs;
    private final Map<String, ServiceSpec> services;
    private final List<Instance> running = new ArrayList<>();
    private final Map<String, Integer> started = new HashMap<>();
    private boolean closed;

    /** One running process of a service. */
    private record Instance(String service, String name, Process process) {}

    /**
     * @param java the {@code java} that runs the services
     * @param logs where each instance's output goes
     * @param services what may be started, by name
     */
    public Fleet(Path java, Path logs, Map<String, ServiceSpec> services) {
        this.java = java;
        this.logs = logs;
        this.services = new HashMap<>(services);
    }

    /** Starts one more instance of a service and returns the instance's name, as in {@code dispatcher-large-1}. */
    public synchronized String start(String service) {
        ServiceSpec spec = services.get(service);
        if (spec == null) {
            throw new IllegalArgumentException("no service " + service + ": there are " + services.keySet());
        }
        if (closed) {
            throw new IllegalStateException("the fleet is closed");
        }
        String instance = spec.name() + "-" + started.merge(spec.name(), 1, Integer::sum);
        // Small and quick to start: a dozen of them share two cores.
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xss512k",
                "-Xmx192m",
                "-XX:+ExitOnOutOfMemoryError",
                "-jar",
                spec.jar().toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(List.of("PATH", "HOME", "LANG", "LC_ALL"));
        environment.putAll(spec.environment());
        environment.put("INSTANCE_ID", instance);
        try {
            Files.createDirectories(logs);
            builder.redirectErrorStream(true).redirectOutput(log(instance).toFile());
            running.add(new Instance(service, instance, builder.start()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + instance, e);
        }
        return instance;
    }

    /** The services that can be started, in alphabetical order. */
    public synchronized List<String> services() {
        return services.keySet().stream().sorted().toList();
    }

    /** From here on instances of a service run this jar, which says it is this revision. */
    public synchronized void revise(String service, Path jar, String revision) {
        services.computeIfPresent(service, (name, spec) -> spec.revised(jar, revision));
    }

    /** The running instances of a service, oldest first. */
    public synchronized List<String> instances(String service) {
        return running.stream()
                .filter(instance -> instance.service().equals(service))
                .map(Instance::name)
                .toList();
    }

    /** Asks an instance to stop (SIGTERM), without waiting for it. */
    public synchronized void askToStop(String instance) {
        find(instance).ifPresent(found -> found.process().destroy());
    }

    /**
     * Waits (wall time) for an instance that was asked to stop, and ends it as ECS does (SIGKILL) when it takes longer than its
     * stop time-out.
     *
     * @return its exit status; empty when there is no such instance
     */
    public Optional<Integer> awaitStopped(String instance, Duration stopTimeout) {
        Optional<Process> process = processOf(instance);
        // Not under the lock: whoever closes the fleet meanwhile must not wait for this.
        process.ifPresent(stopping -> {
            if (!await(stopping, stopTimeout)) {
                stopping.destroyForcibly();
                await(stopping, Duration.ofSeconds(10));
            }
            forget(instance);
        });
        return process.map(Process::exitValue);
    }

    private synchronized Optional<Process> processOf(String instance) {
        return find(instance).map(Instance::process);
    }

    private synchronized void forget(String instance) {
        running.removeIf(candidate -> candidate.name().equals(instance));
    }

    private Optional<Instance> find(String instance) {
        return running.stream()
                .filter(candidate -> candidate.name().equals(instance))
                .findFirst();
    }

    /** Starts again what has ended though nobody killed it, and says so, a line for each. */
    public synchronized List<String> restartExited() {
        List<String> said = new ArrayList<>();
        if (closed) {
            return said;
        }
        for (Instance instance : List.copyOf(running)) {
            if (!instance.process().isAlive()) {
                running.remove(instance);
                said.add("%s ended with status %d (see %s), started again as %s"
                        .formatted(
                                instance.name(),
                                instance.process().exitValue(),
                                log(instance.name()),
                                start(instance.service())));
            }
        }
        return said;
    }

    /** Where an instance's output is. */
    public Path log(String instance) {
        return logs.resolve(instance + ".log");
    }

    /** Ends the newest of a service's instances as a power cut would (SIGKILL), and returns its name if there was one. */
    public synchronized Optional<String> kill(String service) {
        Optional<Instance> newest = running.stream()
                .filter(instance -> instance.service().equals(service))
                .reduce((older, newer) -> newer);
        newest.ifPresent(instance -> {
            running.remove(instance);
            instance.process().destroyForcibly();
            await(instance.process(), Duration.ofSeconds(10));
        });
        return newest.map(Instance::name);
    }

    /** Instances that are no longer alive though nobody killed them, with their exit codes. */
    public synchronized Map<String, Integer> exited() {
        Map<String, Integer> exited = new HashMap<>();
        running.forEach(instance -> {
            if (!instance.process().isAlive()) {
                exited.put(instance.name(), instance.process().exitValue());
            }
        });
        return exited;
    }

    /** Asks all to stop (SIGTERM), and ends those that have not within ten seconds. */
    @Override
    public synchronized void close() {
        closed = true;
        running.forEach(instance -> instance.process().destroy());
        running.forEach(instance -> {
            if (!await(instance.process(), Duration.ofSeconds(10))) {
                instance.process().destroyForcibly();
                await(instance.process(), Duration.ofSeconds(5));
            }
        });
        running.clear();
    }

    private static boolean await(Process process, Duration timeout) {
        try {
            return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
