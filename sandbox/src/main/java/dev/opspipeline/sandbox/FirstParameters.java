package dev.opspipeline.sandbox;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands in the parameter store when play begins. */
final class FirstParameters {

    private FirstParameters() {}

    /** By name: each tier's limits as they are kept with the code, the stocks to watch, and a switch that stops nothing. */
    static Map<String, String> of(Path root, List<String> tiers, List<String> tickers) {
        Map<String, String> parameters = new LinkedHashMap<>();
        tiers.forEach(tier -> parameters.put(LimitDocuments.parameter(tier), LimitDocuments.read(root, tier)));
        parameters.put("/ops-pipeline/tickers", String.join(",", tickers));
        parameters.put("/ops-pipeline/kill_switch", "none");
        return parameters;
    }
}
