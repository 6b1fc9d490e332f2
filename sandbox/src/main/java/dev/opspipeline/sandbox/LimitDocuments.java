package dev.opspipeline.sandbox;

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

    /** A tier's document; throws {@link CannotPlayException} when it is not there. */
    static String read(Path root, String tier) {
        Path file = file(root, tier);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CannotPlayException("cannot read " + file);
        }
    }
}
