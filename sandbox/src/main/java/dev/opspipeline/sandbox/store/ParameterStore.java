package dev.opspipeline.sandbox.store;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Parameters in memory, every version kept; a deleted name starts again at version 1. */
public final class ParameterStore {

    /** The most a value may hold, in UTF-8 bytes: the cloud's standard tier. */
    public static final int LARGEST_VALUE_BYTES = 4096;

    private static final Pattern NAME = Pattern.compile("/?[a-zA-Z0-9_.-]+(/[a-zA-Z0-9_.-]+){0,14}");
    private static final Pattern TYPE = Pattern.compile("String|StringList|SecureString");

    private final NavigableMap<String, List<ParameterVersion>> parameters = new TreeMap<>();
    private final List<Consumer<ParameterVersion>> listeners = new CopyOnWriteArrayList<>();
    private final InstantSource clock;

    /** The clock stamps versions; it is the wall's, as operators compare it with their own. */
    public ParameterStore(InstantSource clock) {
        this.clock = clock;
    }

    /** Calls the listener with every later version, in order, before the writer gets its answer. */
    public void onVersion(Consumer<ParameterVersion> listener) {
        listeners.add(listener);
    }

    /** Writes a plain value, whether the name is new or not. */
    public ParameterVersion put(String name, String value) {
        return put(name, value, "String", "", true);
    }

    /**
     * Writes a value.
     *
     * @throws ParameterRefused when the name exists and is not to be overwritten, or name, type or value are not allowed
     */
    public synchronized ParameterVersion put(
            String name, String value, String type, String description, boolean overwrite) {
        validate(name, value, type);
        List<ParameterVersion> versions = parameters.computeIfAbsent(name, key -> new ArrayList<>());
        if (!versions.isEmpty() && !overwrite) {
            throw new ParameterRefused(
                    "ParameterAlreadyExists",
                    "The parameter already exists. To overwrite this value, set the overwrite option in the request to"
                            + " true.");
        }
        int version = versions.isEmpty() ? 1 : versions.getLast().version() + 1;
        ParameterVersion written = new ParameterVersion(name, version, type, value, description, clock.instant());
        versions.add(written);
        listeners.forEach(listener -> listener.accept(written));
        return written;
    }

    /** The newest version. */
    public synchronized Optional<ParameterVersion> get(String name) {
        return Optional.ofNullable(parameters.get(name)).map(List::getLast);
    }

    /** One version, if the name has it. */
    public synchronized Optional<ParameterVersion> get(String name, int version) {
        return history(name).stream().filter(v -> v.version() == version).findFirst();
    }

    /** All versions, oldest first; empty for a name that does not exist. */
    public synchronized List<ParameterVersion> history(String name) {
        return List.copyOf(parameters.getOrDefault(name, List.of()));
    }

    /** The newest version of every name, in alphabetical order. */
    public synchronized Map<String, ParameterVersion> all() {
        Map<String, ParameterVersion> newest = new TreeMap<>();
        parameters.forEach((name, versions) -> newest.put(name, versions.getLast()));
        return newest;
    }

    /** Forgets a name with all its versions; false when there was none. */
    public synchronized boolean delete(String name) {
        return parameters.remove(name) != null;
    }

    private static void validate(String name, String value, String type) {
        if (!NAME.matcher(name).matches()) {
            throw ParameterRefused.invalid(
                    "Parameter name: can't be prefixed with \"aws\" or \"ssm\", and may hold only letters, digits and _.-/,"
                            + " was '" + name + "'");
        }
        if (!TYPE.matcher(type).matches()) {
            throw ParameterRefused.invalid("Type must be String, StringList or SecureString, was '" + type + "'");
        }
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > LARGEST_VALUE_BYTES) {
            throw ParameterRefused.invalid("Standard tier parameters support a maximum parameter value of "
                    + LARGEST_VALUE_BYTES + " characters and at least 1, was " + bytes);
        }
    }
}
