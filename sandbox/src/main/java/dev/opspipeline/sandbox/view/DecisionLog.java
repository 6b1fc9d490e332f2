package dev.opspipeline.sandbox.view;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The decisions of a recorded day, by account and recommendation. */
public final class DecisionLog {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String TOPIC = "decisions.";

    private final Map<String, Map<String, JsonNode>> byTier = new TreeMap<>();

    private DecisionLog() {}

    /** Reads the record's topics; the last line may be half written, for the day may still be going on. */
    public static DecisionLog read(Path topics) throws IOException {
        DecisionLog log = new DecisionLog();
        try (BufferedReader lines = Files.newBufferedReader(topics)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("\"topic\":\"" + TOPIC)) {
                    log.add(line);
                }
            }
        }
        return log;
    }

    private void add(String line) {
        JsonNode record;
        try {
            record = JSON.readTree(line);
        } catch (JacksonException e) {
            // half written
            return;
        }
        String topic = record.path("topic").asString("");
        if (!topic.endsWith(".dlt")) {
            byTier.computeIfAbsent(topic.substring(TOPIC.length()), tier -> new LinkedHashMap<>())
                    .put(record.path("key").asString(""), record.path("value"));
        }
    }

    public List<String> tiers() {
        return List.copyOf(byTier.keySet());
    }

    public Optional<JsonNode> decision(String tier, String recommendation) {
        return Optional.ofNullable(byTier.getOrDefault(tier, Map.of()).get(recommendation));
    }

    /** What this account left out though another took it, oldest first. */
    public List<JsonNode> leftToOthers(String tier) {
        List<JsonNode> left = new ArrayList<>();
        byTier.getOrDefault(tier, Map.of()).forEach((recommendation, decision) -> {
            boolean takenElsewhere = byTier.keySet().stream()
                    .filter(other -> !other.equals(tier))
                    .flatMap(other -> decision(other, recommendation).stream())
                    .anyMatch(DecisionLog::isTrade);
            if (!isTrade(decision) && takenElsewhere) {
                left.add(decision);
            }
        });
        return left;
    }

    /** Something the first of these accounts to do so left out though another took it: the one with the fewest reasons. */
    public Optional<JsonNode> example(List<String> tiers) {
        return tiers.stream()
                .flatMap(tier ->
                        leftToOthers(tier).stream().min(Comparator.comparingInt(DecisionLog::refusals)).stream())
                .findFirst();
    }

    static boolean isTrade(JsonNode decision) {
        return decision.path("decision").path("type").asString("").equals("trade");
    }

    private static int refusals(JsonNode decision) {
        return decision.path("decision").path("refusals").size();
    }
}
