package dev.opspipeline.sandbox.process;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A service as the sandbox starts it.
 *
 * @param name service and tier, as in {@code dispatcher-large}; {@code signal-engine} has no tier
 * @param jar the service's runnable jar
 * @param environment all it is told; nothing else of this process's environment reaches it but PATH and HOME
 */
public record ServiceSpec(String name, Path jar, Map<String, String> environment) {

    public ServiceSpec {
        environment = Map.copyOf(environment);
    }

    /** The same service, from another jar that says it is this revision. */
    ServiceSpec revised(Path otherJar, String revision) {
        Map<String, String> revised = new HashMap<>(environment);
        revised.put("REVISION", revision);
        return new ServiceSpec(name, otherJar, revised);
    }
}
