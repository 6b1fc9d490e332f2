package dev.opspipeline.sandbox;

import dev.opspipeline.sandbox.store.ParameterStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The limits of each tier as they are kept with the code, and where they stand in the store. */
final class LimitDocuments {

    private LimitDocuments() {}

    static String parameter(String tier) {
        return "/ops-pipeline/dispatcher_config_" + tier;
    }

    static Path file(Path root, String tier) {
        return root.resolve("deploy/parameters/dispatcher_config_" + tier + ".json");
    }

    /** Puts a tier's document, and the switch that stops everything, into the store. */
    static void put(ParameterStore store, Path root, String tier) {
        Path file = file(root, tier);
        try {
            store.put(parameter(tier), Files.readString(file));
        } catch (IOException e) {
            throw new CannotPlayException("cannot read " + file);
        }
        if (store.get("/ops-pipeline/kill_switch").isEmpty()) {
            store.put("/ops-pipeline/kill_switch", "none");
        }
    }
}
